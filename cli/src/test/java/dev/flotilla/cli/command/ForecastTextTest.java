package dev.flotilla.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.dr.LossForecast;
import dev.flotilla.dr.LossForecast.Crowded;
import dev.flotilla.dr.LossForecast.Fate;
import dev.flotilla.dr.LossForecast.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ForecastTextTest {
    private static final SortedMap<String, Integer> NOWHERE = new TreeMap<>();

    @Test
    void showsWhatMovesWhatFindsNoPlaceAndHowManyStay() {
        LossForecast forecast = forecast(
                Optional.empty(),
                List.of(),
                fate("cart", Outcome.MOVES, placed("eu-1", 2, "us-1", 4), placed("us-1", 6), ""),
                fate("till", Outcome.UNPLACED, placed("eu-1", 1), NOWHERE, "0/4 clusters are available."),
                fate("settings", Outcome.STAYS, placed("eu-1", 0, "us-1", 0), placed("us-1", 0), "it is everywhere"));

        assertThat(ForecastText.of(forecast)).isEqualTo("""
                If eu-1, eu-2 were lost now: workloads with copies there 3, of which 1 would move, 1 have other copies \
                or need none, 1 would find no place.

                WORKLOAD               NOW             THEN      WHAT       WHY
                shop/Deployment/cart   eu-1:2 us-1:4   us-1:6    moves
                shop/Deployment/till   eu-1:1          nowhere   unplaced   0/4 clusters are available.

                Without replicas (Services, settings and the like), the same in the clusters that are left: 1 (-o json \
                lists them).
                """);
    }

    @Test
    void saysFirstThatNothingMovesAndWhereRoomIsShort() {
        LossForecast forecast = forecast(
                Optional.of("evictions are held: the hub may be the one that is cut off."),
                List.of(new Crowded("us-1", "cpu", 3200, 2000)));

        assertThat(ForecastText.of(forecast))
                .contains("But nothing would move by itself: evictions are held: the hub may be the one")
                .contains("There is room for each, but not for all: us-1 would need 3200m of cpu and has 2.");
    }

    private static LossForecast forecast(Optional<String> heldBack, List<Crowded> crowded, Fate... fates) {
        return new LossForecast(new TreeSet<>(List.of("eu-1", "eu-2")), heldBack, List.of(fates), crowded);
    }

    private static Fate fate(
            String name,
            Outcome outcome,
            SortedMap<String, Integer> before,
            SortedMap<String, Integer> after,
            String why) {
        ObjectKey binding = ObjectKey.of("work.karmada.io", "resourcebindings", "shop", name + "-deployment");
        return new Fate(binding, "Deployment", name, 0, outcome, before, after, Duration.ZERO, why, List.of());
    }

    private static SortedMap<String, Integer> placed(String cluster, int replicas) {
        return new TreeMap<>(Map.of(cluster, replicas));
    }

    private static SortedMap<String, Integer> placed(String one, int replicas, String other, int more) {
        return new TreeMap<>(Map.of(one, replicas, other, more));
    }
}
