package dev.flotilla.simulator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.simulator.loop.ManualMember;
import dev.flotilla.simulator.object.Condition;
import dev.flotilla.simulator.object.Kind;
import dev.flotilla.simulator.object.Pod;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobControllerTest {
    private static final ObjectKey MIGRATE = Kind.JOB.key("shop", "migrate");

    private final ManualMember member = Members.member(1);

    private static void run(ManualMember member, String fields, String annotations) {
        member.create(Kind.JOB, """
                {'metadata': {'name': 'migrate', 'namespace': 'shop'},
                 'spec': {%s 'template': {'metadata': {'annotations': {%s}},
                   'spec': {'restartPolicy': 'Never', 'containers': [{'name': 'c', 'image': 'migrate:1'}]}}}}""".formatted(fields, annotations));
    }

    @Test
    void completesAfterItsPodHasSucceeded() {
        run(member, "", "");

        member.pass(Duration.ofSeconds(5));

        JsonNode status = member.tree(MIGRATE).path("status");
        assertThat(status.path("succeeded").asInt(0)).isEqualTo(1);
        assertThat(status.path("active").isMissingNode()).isTrue();
        assertThat(Condition.find(status, "Complete")
                        .orElseThrow()
                        .path("reason")
                        .asString(""))
                .isEqualTo("CompletionsReached");
        assertThat(Condition.holds(status, "SuccessCriteriaMet")).isTrue();
        assertThat(status.has("completionTime")).isTrue();
        assertThat(member.pods()).singleElement().satisfies(pod -> {
            assertThat(pod.facts().phase()).isEqualTo("Succeeded");
            assertThat(pod.stored().head().finalizers()).isEmpty();
            assertThat(pod.labels()).containsEntry("batch.kubernetes.io/job-name", "migrate");
        });
    }

    @Test
    void selectsItsPodsByItsUid() {
        run(member, "", "");

        member.settle();

        assertThat(member.tree(MIGRATE)
                        .at("/spec/selector/matchLabels")
                        .path("batch.kubernetes.io/controller-uid")
                        .asString(""))
                .isEqualTo(member.get(MIGRATE).head().uid());
    }

    @Test
    void failsWhenItsPodsFailMoreOftenThanItsLimit() {
        run(member, "'backoffLimit': 2,", "'simulator.flotilla.dev/exit-code': '1'");

        member.pass(Duration.ofMinutes(1));

        JsonNode status = member.tree(MIGRATE).path("status");
        assertThat(status.path("failed").asInt(0)).isEqualTo(3);
        assertThat(Condition.find(status, "Failed").orElseThrow().path("reason").asString(""))
                .isEqualTo("BackoffLimitExceeded");
    }

    @Test
    void goesWhenItsTimeAfterTheEndIsOver() {
        run(member, "'ttlSecondsAfterFinished': 10,", "");
        member.pass(Duration.ofSeconds(5));
        assertThat(member.has(MIGRATE)).isTrue();

        member.pass(Duration.ofSeconds(10));

        assertThat(member.has(MIGRATE)).isFalse();
    }

    @Test
    void runsNothingWhileItIsSuspended() {
        run(member, "'suspend': true,", "");

        member.pass(Duration.ofSeconds(5));

        assertThat(member.pods()).isEmpty();
        assertThat(Condition.holds(member.tree(MIGRATE).path("status"), "Suspended"))
                .isTrue();
    }

    @Test
    void countsAPodThatIsDeletedAsFailedAndLetsItGo() {
        run(member, "", "'simulator.flotilla.dev/run-ms': '60000'");
        member.pass(Duration.ofSeconds(2));

        member.delete(member.pods().getFirst().key());
        member.pass(Duration.ofSeconds(3));

        assertThat(member.tree(MIGRATE).at("/status/failed").asInt(0)).isEqualTo(1);
        assertThat(member.pods()).singleElement().matches(Pod::ready);
    }

    @Test
    void letsItsPodsGoWhenItIsGoneItself() {
        run(member, "", "'simulator.flotilla.dev/run-ms': '60000'");
        member.pass(Duration.ofSeconds(2));

        member.delete(MIGRATE);
        member.delete(member.pods().getFirst().key());
        member.pass(Duration.ofSeconds(3));

        assertThat(member.pods()).isEmpty();
    }

    @Test
    void succeedsExactlyAsOftenAsAskedAndNeverRunsMoreAtOnceThanAllowed() {
        for (long seed = 1; seed <= 20; seed++) {
            countsExactly(seed);
        }
    }

    private static void countsExactly(long seed) {
        Random random = new Random(seed);
        ManualMember member = Members.member(seed);
        int completions = 1 + random.nextInt(12);
        int parallelism = 1 + random.nextInt(5);
        run(member, "'completions': %d, 'parallelism': %d,".formatted(completions, parallelism), "");
        member.afterEachStep(() -> assertThat(member.pods().stream().filter(Pod::active))
                .as("running at once, seed %d", seed)
                .hasSizeLessThanOrEqualTo(parallelism));

        for (int disturbance = 0; disturbance < 3; disturbance++) {
            member.pass(Duration.ofMillis(random.nextInt(900)));
            member.pods().stream().filter(Pod::active).findFirst().ifPresent(pod -> member.delete(pod.key()));
        }
        member.pass(Duration.ofMinutes(2));

        assertThat(member.tree(MIGRATE).at("/status/succeeded").asInt(0))
                .as("seed %d", seed)
                .isEqualTo(completions);
        assertThat(Condition.holds(member.tree(MIGRATE).path("status"), "Complete"))
                .as("seed %d", seed)
                .isTrue();
    }
}
