package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static dev.flotilla.e2e.member.Refusal.assertRefusedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * What keeps the hub from writing over what it has not seen: an apply bears the live object's uid and version, a
 * deletion has both as preconditions, a creation is a POST.
 */
@MemberContract
@Section("7")
record CompareAndSetIT(Member member) {
    private static final String APPLY = "configmaps/a?fieldManager=flotilla&force=true";

    @Test
    void appliesToTheObjectThatWasSeen() {
        Namespace in = Namespace.in(member);
        Answer seen = in.configMap("a", "k", "1");

        Answer applied = member.api()
                .apply(in.core(APPLY), config("2", seen.uid(), seen.resourceVersion()))
                .expect(200);

        assertThat(applied.text("/data/k")).isEqualTo("2");
        assertThat(applied.uid()).isEqualTo(seen.uid());
    }

    @Test
    void refusesToApplyOverAVersionNotSeen() {
        Namespace in = Namespace.in(member);
        Answer seen = in.configMap("a", "k", "1");
        member.api()
                .patch(in.core("configmaps/a"), Api.MERGE, "{\"data\":{\"k\":\"other\"}}")
                .expect(200);

        Answer refused = member.api().apply(in.core(APPLY), config("2", seen.uid(), seen.resourceVersion()));

        assertRefused(
                refused,
                409,
                "Conflict",
                "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your"
                        + " changes to the latest version and try again");
        assertThat(member.api().get(in.core("configmaps/a")).text("/data/k")).isEqualTo("other");
    }

    @Test
    void refusesToApplyToAnObjectThatWasReplaced() {
        Namespace in = Namespace.in(member);
        Answer seen = in.configMap("a", "k", "1");
        member.api().delete(in.core("configmaps/a")).expect(200);
        in.configMap("a", "k", "1");

        Answer refused = member.api().apply(in.core(APPLY), config("2", seen.uid(), seen.resourceVersion()));

        assertRefusedWith(refused, 409, "Conflict", "Operation cannot be fulfilled on configmaps \"a\": ");
        assertThat(member.api().get(in.core("configmaps/a")).text("/data/k")).isEqualTo("1");
    }

    @Test
    void refusesToChangeAUid() {
        Namespace in = Namespace.in(member);
        Answer seen = in.configMap("a", "k", "1");
        String other = "11111111-1111-4111-8111-111111111111";

        Answer refused = member.api().apply(in.core(APPLY), config("2", other, seen.resourceVersion()));

        assertRefused(
                refused,
                422,
                "Invalid",
                "ConfigMap \"a\" is invalid: metadata.uid: Invalid value: \"" + other + "\": field is immutable");
    }

    @Test
    void refusesToApplyToAnObjectThatIsGone() {
        Namespace in = Namespace.in(member);
        Answer seen = in.configMap("a", "k", "1");
        member.api().delete(in.core("configmaps/a")).expect(200);

        Answer refused = member.api().apply(in.core(APPLY), config("2", seen.uid(), seen.resourceVersion()));

        assertRefusedWith(refused, 409, "Conflict", "uid mismatch");
        member.api().get(in.core("configmaps/a")).expect(404);
    }

    @Test
    void deletesTheObjectThatWasSeen() {
        Namespace in = Namespace.in(member);
        Answer seen = in.configMap("a", "k", "1");

        member.api()
                .delete(in.core("configmaps/a"), preconditions(seen.uid(), seen.resourceVersion()))
                .expect(200);

        member.api().get(in.core("configmaps/a")).expect(404);
    }

    @Test
    void refusesToDeleteAnotherObject() {
        Namespace in = Namespace.in(member);
        Answer seen = in.configMap("a", "k", "1");
        String other = "11111111-1111-4111-8111-111111111111";

        Answer refused = member.api().delete(in.core("configmaps/a"), preconditions(other, seen.resourceVersion()));

        assertRefused(
                refused,
                409,
                "Conflict",
                "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (" + other
                        + ") does not match the UID in record (" + seen.uid()
                        + "). The object might have been deleted and then recreated");
        member.api().get(in.core("configmaps/a")).expect(200);
    }

    @Test
    void refusesToDeleteAVersionNotSeen() {
        Namespace in = Namespace.in(member);
        Answer seen = in.configMap("a", "k", "1");
        Answer newer = member.api()
                .patch(in.core("configmaps/a"), Api.MERGE, "{\"data\":{\"k\":\"2\"}}")
                .expect(200);

        Answer refused =
                member.api().delete(in.core("configmaps/a"), preconditions(seen.uid(), seen.resourceVersion()));

        assertRefused(
                refused,
                409,
                "Conflict",
                "Operation cannot be fulfilled on ConfigMap \"a\": the ResourceVersion in the precondition ("
                        + seen.resourceVersion() + ") does not match the ResourceVersion in record ("
                        + newer.resourceVersion() + "). The object might have been modified");
        member.api().get(in.core("configmaps/a")).expect(200);
    }

    private static ObjectNode config(String value, String uid, String resourceVersion) {
        return Yaml.object(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, uid: %s, resourceVersion: '%s'}, data: {k: '%s'}}",
                uid, resourceVersion, value);
    }

    private static String preconditions(String uid, String resourceVersion) {
        return """
                {"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background",\
                "preconditions":{"uid":"%s","resourceVersion":"%s"}}""".formatted(uid, resourceVersion);
    }
}
