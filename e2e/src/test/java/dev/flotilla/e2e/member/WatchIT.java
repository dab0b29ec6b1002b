package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.Section;
import org.junit.jupiter.api.Test;

/** Watches over plain HTTP: where they begin, what they tell, how they end. */
@MemberContract
@Section("3.2")
record WatchIT(Member member) {
    @Test
    void tellsWhatHappensAfterAVersion() {
        Namespace in = Namespace.quiet(member);
        Answer a = in.configMap("a", "k", "1");

        try (Watch watch = watch(in, "&resourceVersion=" + a.resourceVersion())) {
            in.configMap("b", "k", "1");
            Answer changed = member.api()
                    .patch(in.core("configmaps/b"), Api.MERGE, "{\"data\":{\"k\":\"2\"}}")
                    .expect(200);
            member.api().delete(in.core("configmaps/b")).expect(200);

            assertThat(watch.contentType()).isEqualTo("application/json");
            Watch.Event added = watch.next();
            assertThat(added.type() + " " + added.name()).isEqualTo("ADDED b");
            assertThat(added.object().path("kind").asString()).isEqualTo("ConfigMap");
            Watch.Event modified = watch.next();
            assertThat(modified.type()).isEqualTo("MODIFIED");
            assertThat(modified.resourceVersion()).isEqualTo(changed.resourceVersion());
            Watch.Event deleted = watch.next();
            assertThat(deleted.type()).isEqualTo("DELETED");
            assertThat(deleted.object().at("/data/k").asString()).isEqualTo("2");
            assertThat(Long.parseLong(deleted.resourceVersion()))
                    .isGreaterThan(Long.parseLong(changed.resourceVersion()));
        }
    }

    @Test
    void beginsWithWhatIsThereWhenNoVersionIsNamed() {
        Namespace in = namespaceWithTwo();

        try (Watch watch = watch(in, "&labelSelector=set%3Dtwo")) {
            assertThat(watch.nextChange().name()).isEqualTo("a");
            assertThat(watch.nextChange().name()).isEqualTo("b");
            in.api().delete(in.core("configmaps/a")).expect(200);
            assertThat(watch.nextChange().type()).isEqualTo("DELETED");
        }
    }

    @Test
    void endsTheBeginningWithABookmark() {
        Namespace in = namespaceWithTwo();

        try (Watch watch = watch(
                in,
                "&labelSelector=set%3Dtwo&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                        + "&allowWatchBookmarks=true")) {
            assertThat(watch.next().name()).isEqualTo("a");
            assertThat(watch.next().name()).isEqualTo("b");
            Watch.Event bookmark = watch.next();
            assertThat(bookmark.type()).isEqualTo("BOOKMARK");
            assertThat(bookmark.object()
                            .at("/metadata/annotations/k8s.io~1initial-events-end")
                            .asString(""))
                    .isEqualTo("true");
            assertThat(bookmark.object().path("kind").asString()).isEqualTo("ConfigMap");
            assertThat(bookmark.resourceVersion()).isNotEmpty();
        }
    }

    @Test
    void translatesChangesOfLabelsIntoComingAndGoing() {
        Namespace in = Namespace.quiet(member);
        Answer a = in.configMap("a", "k", "1");

        try (Watch watch = watch(in, "&labelSelector=seen%3Dyes&resourceVersion=" + a.resourceVersion())) {
            label(in, "\"yes\"");
            Answer left = label(in, "\"no\"");

            Watch.Event added = watch.nextChange();
            assertThat(added.type()).isEqualTo("ADDED");
            Watch.Event deleted = watch.nextChange();
            assertThat(deleted.type()).isEqualTo("DELETED");
            assertThat(deleted.object().at("/metadata/labels/seen").asString()).isEqualTo("yes");
            assertThat(deleted.resourceVersion()).isEqualTo(left.resourceVersion());
        }
    }

    @Test
    void selectsByField() {
        Namespace in = Namespace.quiet(member);
        Answer a = in.configMap("a", "k", "1");

        try (Watch watch = watch(in, "&fieldSelector=metadata.name%3Dc&resourceVersion=" + a.resourceVersion())) {
            in.configMap("b", "k", "1");
            in.configMap("c", "k", "1");

            assertThat(watch.nextChange().name()).isEqualTo("c");
        }
    }

    /** A server may forget; what it may not do is to leave out what was, and say nothing. */
    @Test
    void replaysOrSaysThatItHasForgotten() {
        Widgets widgets = Widgets.in(member, "young.example.org");
        member.api().create(widgets.path(""), widgets.widget("w", "{size: 1}")).expect(201);

        try (Watch watch = member.api().watch(widgets.path("?watch=true&resourceVersion=1"))) {
            Watch.Event event = watch.next();

            if (event.type().equals("ERROR")) {
                assertThat(event.object().path("code").asInt()).isEqualTo(410);
                assertThat(event.object().path("reason").asString()).isEqualTo("Expired");
                assertThat(event.object().path("message").asString()).startsWith("too old resource version: 1 (");
                assertThat(watch.next().type()).isEqualTo("END");
            } else {
                assertThat(event.type() + " " + event.name()).isEqualTo("ADDED w");
            }
        }
    }

    @Test
    void endsWhenItsTimeIsOver() {
        Namespace in = Namespace.quiet(member);
        Answer a = in.configMap("a", "k", "1");

        try (Watch watch = watch(in, "&timeoutSeconds=1&resourceVersion=" + a.resourceVersion())) {
            assertThat(watch.next().type()).isEqualTo("END");
        }
    }

    @Test
    void refusesVersionMatchesThatMakeNoSense() {
        Namespace in = Namespace.quiet(member);

        try (Watch watch = watch(in, "&resourceVersionMatch=Exact&resourceVersion=5")) {
            assertThat(watch.code()).isEqualTo(422);
        }
    }

    private Answer label(Namespace in, String value) {
        return member.api()
                .patch(in.core("configmaps/a"), Api.MERGE, "{\"metadata\":{\"labels\":{\"seen\":" + value + "}}}")
                .expect(200);
    }

    private Namespace namespaceWithTwo() {
        Namespace in = Namespace.quiet(member);
        for (String name : new String[] {"b", "a"}) {
            member.api()
                    .create(
                            in.core("configmaps"),
                            Yaml.object(
                                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, labels: {set: two}}}",
                                    name))
                    .expect(201);
        }
        return in;
    }

    private Watch watch(Namespace in, String query) {
        return member.api().watch(in.core("configmaps?watch=true" + query));
    }
}
