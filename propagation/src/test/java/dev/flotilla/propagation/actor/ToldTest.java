package dev.flotilla.propagation.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.work.BindingStatus.Health;
import dev.flotilla.propagation.Observation;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ToldTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void givesBackWhatWasTold() {
        Observation shown = observation(status(3), THEN);
        Observation bare = observation(Optional.empty(), THEN);

        assertThat(Told.of(shown).whole()).isEqualTo(shown);
        assertThat(Told.of(bare).whole()).isEqualTo(bare);
    }

    @Test
    void saysTheSameAtAnotherTimeAndNothingElse() {
        Told told = Told.of(observation(status(3), THEN));

        assertThat(told.saysTheSameAs(Told.of(observation(status(3), THEN.plusSeconds(9)))))
                .isTrue();
        assertThat(told.saysTheSameAs(Told.of(observation(status(4), THEN)))).isFalse();
        assertThat(told.saysTheSameAs(Told.of(observation(Optional.empty(), THEN))))
                .isFalse();
        assertThat(told.saysTheSameAs(Told.of(Observation.absent("eu-1", THEN))))
                .isFalse();
    }

    private static Optional<JsonNode> status(int replicas) {
        return Optional.of(ObjectJson.mapper().createObjectNode().put("replicas", replicas));
    }

    private static Observation observation(Optional<JsonNode> status, Instant seenAt) {
        return new Observation("eu-1", true, "", Health.HEALTHY, status, seenAt, false);
    }
}
