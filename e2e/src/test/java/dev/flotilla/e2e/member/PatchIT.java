package dev.flotilla.e2e.member;

import static dev.flotilla.e2e.member.Refusal.assertRefused;
import static dev.flotilla.e2e.member.Refusal.assertRefusedWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;

/** JSON patch, merge patch and strategic merge patch. */
@MemberContract
@Section("4.4")
record PatchIT(Member member) {
    @Test
    void mergesAndDeletesByNull() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "old", "1");

        Answer after = member.api()
                .patch(in.core("configmaps/a"), Api.MERGE, "{\"data\":{\"old\":null,\"new\":\"2\"}}")
                .expect(200);

        assertThat(after.at("/data").toString()).isEqualTo("{\"new\":\"2\"}");
    }

    @Test
    void keepsTheVersionOfAnObjectThatAPatchDoesNotChange() {
        Namespace in = Namespace.in(member);
        Answer before = in.configMap("a", "k", "1");

        Answer after =
                member.api().patch(in.core("configmaps/a"), Api.MERGE, "{}").expect(200);

        assertThat(after.resourceVersion()).isEqualTo(before.resourceVersion());
    }

    @Test
    void takesAVersionInAMergePatchAsPrecondition() {
        Namespace in = Namespace.in(member);
        Answer before = in.configMap("a", "k", "1");
        member.api()
                .patch(in.core("configmaps/a"), Api.MERGE, "{\"data\":{\"k\":\"2\"}}")
                .expect(200);

        Answer refused = member.api()
                .patch(
                        in.core("configmaps/a"),
                        Api.MERGE,
                        "{\"metadata\":{\"resourceVersion\":\"%s\"},\"data\":{\"k\":\"3\"}}"
                                .formatted(before.resourceVersion()));

        assertRefused(
                refused,
                409,
                "Conflict",
                "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your"
                        + " changes to the latest version and try again");
    }

    @Test
    void appliesJsonPatchesInOrder() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        Answer after =
                member.api().patch(in.core("configmaps/a"), Api.JSON_PATCH, """
                        [{"op":"test","path":"/data/k","value":"1"},
                         {"op":"copy","from":"/data/k","path":"/data/copied"},
                         {"op":"replace","path":"/data/k","value":"2"},
                         {"op":"add","path":"/metadata/labels","value":{"example.org/x":"1"}},
                         {"op":"replace","path":"/metadata/labels/example.org~1x","value":"2"},
                         {"op":"move","from":"/data/copied","path":"/data/moved"}]""").expect(200);

        assertThat(after.at("/data").toString()).isEqualTo("{\"k\":\"2\",\"moved\":\"1\"}");
        assertThat(after.text("/metadata/labels/example.org~1x")).isEqualTo("2");
    }

    @Test
    void refusesAJsonPatchWhoseTestFails() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");
        String message = "the server rejected our request due to an error in our request";

        Answer test = member.api().patch(in.core("configmaps/a"), Api.JSON_PATCH, """
                        [{"op":"test","path":"/data/k","value":"9"},{"op":"remove","path":"/data/k"}]""");
        Answer path = member.api()
                .patch(in.core("configmaps/a"), Api.JSON_PATCH, "[{\"op\":\"remove\",\"path\":\"/data/none\"}]");

        assertRefused(test, 422, "Invalid", message);
        assertRefused(path, 422, "Invalid", message);
        assertThat(member.api().get(in.core("configmaps/a")).text("/data/k")).isEqualTo("1");
    }

    @Test
    void refusesAJsonPatchThatIsNoList() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        assertRefusedWith(
                member.api().patch(in.core("configmaps/a"), Api.JSON_PATCH, "{}"),
                400,
                "BadRequest",
                "error decoding patch: ");
    }

    @Test
    @Section("4.7")
    void mergesListsByTheirKeysInAStrategicPatch() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");

        Answer after = member.api()
                .patch(in.apps("deployments/web"), Api.STRATEGIC, """
                        {"spec":{"template":{"spec":{"containers":[
                          {"name":"main","env":[{"name":"A","value":"1"}]},
                          {"name":"side","image":"busybox"}]}}}}""")
                .expect(200);

        assertThat(after.at("/spec/template/spec/containers").findValuesAsString("image"))
                .containsExactlyInAnyOrder("nginx:1.27", "busybox");
        assertThat(after.body(20_000)).contains("\"env\":[{\"name\":\"A\",\"value\":\"1\"}]");
    }

    @Test
    void deletesElementsByDirective() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");
        member.api().patch(in.apps("deployments/web"), Api.STRATEGIC, """
                        {"spec":{"template":{"spec":{"containers":[{"name":"side","image":"busybox"}]}}}}""").expect(200);

        Answer after = member.api()
                .patch(in.apps("deployments/web"), Api.STRATEGIC, """
                        {"spec":{"template":{"spec":{"containers":[{"name":"side","$patch":"delete"}]}}}}""")
                .expect(200);

        assertThat(after.at("/spec/template/spec/containers").size()).isEqualTo(1);
        assertThat(after.text("/spec/template/spec/containers/0/name")).isEqualTo("main");
    }

    @Test
    void ordersElementsByDirective() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");

        Answer after = member.api()
                .patch(in.apps("deployments/web"), Api.STRATEGIC, """
                        {"spec":{"template":{"spec":{
                          "$setElementOrder/containers":[{"name":"side"},{"name":"main"}],
                          "containers":[{"name":"side","image":"busybox"}]}}}}""")
                .expect(200);

        assertThat(after.text("/spec/template/spec/containers/0/name")).isEqualTo("side");
        assertThat(after.text("/spec/template/spec/containers/1/name")).isEqualTo("main");
    }

    @Test
    void replacesTheStrategyByRetainKeys() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");

        Answer after = member.api()
                .patch(
                        in.apps("deployments/web"),
                        Api.STRATEGIC,
                        "{\"spec\":{\"strategy\":{\"$retainKeys\":[\"type\"],\"type\":\"Recreate\"}}}")
                .expect(200);

        assertThat(after.at("/spec/strategy").toString()).isEqualTo("{\"type\":\"Recreate\"}");
    }

    @Test
    void refusesToPatchWhatIsNotThere() {
        Namespace in = Namespace.in(member);

        assertRefused(
                member.api().patch(in.apps("deployments/web"), Api.MERGE, "{}"),
                404,
                "NotFound",
                "deployments.apps \"web\" not found");
    }

    @Test
    void refusesOtherKindsOfPatches() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        Answer refused = member.api().patch(in.core("configmaps/a"), "application/json", "{}");

        assertThat(refused.code()).isEqualTo(415);
    }

    @Test
    void refusesForceOutsideOfApply() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        assertRefusedWith(
                member.api().patch(in.core("configmaps/a?force=true"), Api.MERGE, "{}"),
                422,
                "Invalid",
                "force: Forbidden: may not be specified for non-apply patch");
    }

    @Test
    @Section("4.5")
    void leavesNothingChangedOnDryRun() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        Answer rehearsed = member.api()
                .patch(in.core("configmaps/a?dryRun=All"), Api.MERGE, "{\"data\":{\"k\":\"2\"}}")
                .expect(200);

        assertThat(rehearsed.text("/data/k")).isEqualTo("2");
        assertThat(member.api().get(in.core("configmaps/a")).text("/data/k")).isEqualTo("1");
    }
}
