package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebsterTest {
    @ParameterizedTest(name = "{0} seats by {1} give {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "7  | a=53000 b=24000 c=23000 | a=3 b=2 c=2",
                "0  | a=1 b=2                 | a=0 b=0",
                "1  | a=1 b=1                 | a=1 b=0",
                "3  | a=1 b=1                 | a=2 b=1",
                "6  | a=1 b=2 c=3             | a=1 b=2 c=3",
                "12 | a=1 b=2 c=3             | a=2 b=4 c=6",
                "5  | a=2 b=1                 | a=3 b=2",
                "10 | a=0 b=1                 | a=0 b=10",
                "4  | a=0 b=0                 | a=2 b=2",
                "2  | a=100 b=1 c=1           | a=2 b=0 c=0",
                "100| a=50 b=30 c=20          | a=50 b=30 c=20",
            })
    void apportionsByTheHighestQuotient(int seats, String votes, String expected) {
        assertThat(apportion(seats, votes, false)).isEqualTo(read(expected));
    }

    @Test
    void breaksTiesByNameInTheDirectionAskedFor() {
        assertThat(apportion(1, "a=1 b=1 c=1", false)).containsEntry("a", 1L);
        assertThat(apportion(1, "a=1 b=1 c=1", true)).containsEntry("c", 1L);
    }

    @Test
    void tiesGoToThePartyWithFewerSeats() {
        // a's second quotient, 3 / 3, equals b's first
        assertThat(apportion(2, "a=3 b=1", true)).isEqualTo(read("a=1 b=1"));
        assertThat(apportion(2, "a=3 b=1", false)).isEqualTo(read("a=1 b=1"));
    }

    @Test
    void sumsUpIgnoresOrderAndIsMonotonic() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Webster.Party> parties = new ArrayList<>();
            int count = 1 + random.nextInt(15);
            for (int number = 0; number < count; number++) {
                parties.add(new Webster.Party("m" + number, random.nextInt(50)));
            }
            int seats = random.nextInt(60);
            Map<String, Integer> won = byName(seats, parties);
            List<Webster.Party> shuffled = new ArrayList<>(parties);
            Collections.shuffle(shuffled, random);

            assertThat(won.values().stream().mapToInt(Integer::intValue).sum())
                    .as("seed %d", seed)
                    .isEqualTo(seats);
            assertThat(byName(seats, shuffled)).as("seed %d", seed).isEqualTo(won);
            byName(seats + 1, parties)
                    .forEach((name, more) -> assertThat(more).isGreaterThanOrEqualTo(won.getOrDefault(name, 0)));
        }
    }

    private static Map<String, Integer> byName(int seats, List<Webster.Party> parties) {
        int[] won = Webster.apportion(seats, parties, true);
        Map<String, Integer> named = new TreeMap<>();
        for (int index = 0; index < won.length; index++) {
            named.put(parties.get(index).name(), won[index]);
        }
        return named;
    }

    private static Map<String, Long> apportion(int seats, String votes, boolean descending) {
        List<Webster.Party> parties = read(votes).entrySet().stream()
                .map(entry -> new Webster.Party(entry.getKey(), entry.getValue()))
                .toList();
        int[] won = Webster.apportion(seats, parties, descending);
        Map<String, Long> named = new TreeMap<>();
        for (int index = 0; index < won.length; index++) {
            named.put(parties.get(index).name(), (long) won[index]);
        }
        return named;
    }

    private static Map<String, Long> read(String text) {
        Map<String, Long> read = new TreeMap<>();
        Arrays.stream(text.trim().split(" "))
                .map(pair -> pair.split("="))
                .forEach(pair -> read.put(pair[0], Long.valueOf(pair[1])));
        return read;
    }
}
