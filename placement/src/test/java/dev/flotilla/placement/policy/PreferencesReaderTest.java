package dev.flotilla.placement.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Preferences;
import dev.flotilla.placement.PropertyScorer;
import dev.flotilla.placement.Spread;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PreferencesReaderTest {
    private static final String PLACEMENT =
            "{\"spreadConstraints\":[{\"spreadByField\":\"zone\",\"minGroups\":2},{\"spreadByField\":\"region\",\"minGroups\":1},"
                    + "{\"spreadByField\":\"cluster\",\"minGroups\":2}]}";

    @Test
    void asksForNothingWithoutAnAnnotation() {
        assertThat(PreferencesReader.read("")).isEqualTo(Preferences.NONE);
    }

    @Test
    void readsLimitsAndWhatIsPreferred() {
        Preferences read = PreferencesReader.read(
                "{\"prefer\":[{\"clusterLabel\":\"cost\"}],\"replicaLimits\":[{\"minReplicas\":1,\"maxReplicas\":4}],"
                        + "\"rebalance\":true,\"stickiness\":30}");

        assertThat(read.scorers()).containsExactly(new Preferences.Weighted(new PropertyScorer("cost", true), 1));
        assertThat(read.limits()).singleElement().satisfies(limit -> {
            assertThat(limit.least()).isEqualTo(1);
            assertThat(limit.most()).isEqualTo(OptionalInt.of(4));
        });
        assertThat(read.rebalance()).isTrue();
        assertThat(read.localityWeight()).isEqualTo(30);
    }

    @Test
    void readsAnAbsentMaximumAsKarmadaDoesWhereThatIsAskedFor() {
        assertThat(rules("").spread().clusters()).isEqualTo(Spread.Bounds.of(2, 0));
        assertThat(rules("{\"karmadaCompat\":true}").spread().clusters()).isEqualTo(Spread.Bounds.asKarmada(2, 0));
    }

    @Test
    void spreadsOverTheWidestKindFirst() {
        assertThat(rules("").spread().levels())
                .extracting(Spread.Grouping::field)
                .containsExactly("region", "zone");
    }

    @Test
    void tellsPoliciesApartThatAskForDifferentThings() {
        assertThat(rules("{\"rebalance\":true}").fingerprint())
                .isNotEqualTo(rules("").fingerprint());
    }

    private static PlacementRules rules(String hints) {
        return PlacementReader.read(new JsonMapper().readTree(PLACEMENT), hints);
    }
}
