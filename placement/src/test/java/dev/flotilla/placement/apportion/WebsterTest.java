package dev.flotilla.placement.apportion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
    void sumsUpAndIsMonotonic() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long[] votes = random.longs(1 + random.nextInt(15), 0, 50).toArray();
            int seats = random.nextInt(60);
            int[] won = Webster.apportion(seats, votes, true);
            int[] more = Webster.apportion(seats + 1, votes, true);

            assertThat(Arrays.stream(won).sum()).as("seed %d", seed).isEqualTo(seats);
            for (int party = 0; party < votes.length; party++) {
                assertThat(more[party]).as("seed %d", seed).isGreaterThanOrEqualTo(won[party]);
            }
        }
    }

    @Test
    void givesManySeatsAtOnceAsItWouldOneByOne() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            long[] votes = random.longs(1 + random.nextInt(30), 0, 1 + random.nextInt(40))
                    .toArray();
            boolean descending = random.nextBoolean();
            int seats = random.nextInt(400);

            assertThat(Webster.apportion(seats, votes, descending))
                    .as("seed %d", seed)
                    .isEqualTo(oneByOne(seats, votes, descending));
        }
    }

    private static int[] oneByOne(int seats, long[] votes, boolean descending) {
        int[] won = new int[votes.length];
        for (int given = 0; given < seats; given++) {
            int best = descending ? votes.length - 1 : 0;
            for (int step = 0; step < votes.length; step++) {
                int party = descending ? votes.length - 1 - step : step;
                double quotient = votes[party] / (2.0 * won[party] + 1);
                double most = votes[best] / (2.0 * won[best] + 1);
                if (quotient > most || (quotient == most && won[party] < won[best])) {
                    best = party;
                }
            }
            won[best]++;
        }
        return won;
    }

    @Test
    void givesOntoWhatIsThereAndNoMoreThanAllowed() {
        assertThat(Webster.apportion(6, new long[] {1, 1}, new int[] {4, 0}, new int[0], false))
                .containsExactly(5, 5);
        assertThat(Webster.apportion(6, new long[] {3, 1}, new int[2], new int[] {2, 9}, false))
                .containsExactly(2, 4);
        assertThat(Webster.apportion(6, new long[] {3, 1}, new int[2], new int[] {2, 1}, false))
                .containsExactly(2, 1);
    }

    private static Map<String, Long> apportion(int seats, String votes, boolean descending) {
        Map<String, Long> read = read(votes);
        long[] of = read.values().stream().mapToLong(Long::longValue).toArray();
        int[] won = Webster.apportion(seats, of, descending);
        Map<String, Long> named = new TreeMap<>();
        int index = 0;
        for (String name : read.keySet()) {
            named.put(name, (long) won[index++]);
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
