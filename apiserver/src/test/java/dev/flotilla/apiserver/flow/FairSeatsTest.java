package dev.flotilla.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FairSeatsTest {
    private static final Flow FLOOD = new Flow("flood", Flow.Kind.READ);
    private static final Flow CALM = new Flow("calm", Flow.Kind.READ);

    private static FlowLimits.Share share(int seats, long bytes, int perFlow, int queued) {
        return new FlowLimits.Share(seats, bytes, perFlow, queued, 1, 1);
    }

    @Test
    void whoFloodsWaitsBehindItselfAlone() {
        FairSeats<String> seats = new FairSeats<>(share(2, 1 << 20, 100, 1000));
        for (int i = 0; i < 50; i++) {
            seats.offer(FLOOD, 0, "flood-" + i);
        }

        assertThat(seats.offer(CALM, 0, "calm-0")).isEqualTo(FairSeats.Outcome.QUEUED);

        assertThat(seats.release(FLOOD, 0)).containsExactly("calm-0");
    }

    @Test
    void seatsAreSharedEquallyWhileAllWantThem() {
        FairSeats<Flow> seats = new FairSeats<>(share(3, 1 << 20, 100, 1000));
        List<Flow> flows = List.of(FLOOD, CALM, new Flow("a", Flow.Kind.WRITE), new Flow("b", Flow.Kind.READ));
        Deque<Flow> working = new ArrayDeque<>();
        for (int i = 0; i < 50; i++) {
            for (Flow flow : flows) {
                if (seats.offer(flow, 0, flow) == FairSeats.Outcome.ADMITTED) {
                    working.add(flow);
                }
            }
        }

        Map<Flow, Integer> served = new HashMap<>();
        for (int i = 0; i < 80; i++) {
            Flow done = working.remove();
            served.merge(done, 1, Integer::sum);
            working.addAll(seats.release(done, 0));
        }

        assertThat(served.values()).allSatisfy(count -> assertThat(count).isBetween(18, 22));
    }

    @Test
    void whoSendsMuchIsServedSeldomer() {
        FairSeats<Flow> seats = new FairSeats<>(share(1, 10 << 20, 100, 1000));
        seats.offer(new Flow("first", Flow.Kind.READ), 0, FLOOD);
        for (int i = 0; i < 50; i++) {
            seats.offer(FLOOD, 192 << 10, FLOOD);
            seats.offer(CALM, 0, CALM);
        }

        List<Flow> order = new ArrayList<>(seats.release(new Flow("first", Flow.Kind.READ), 0));
        while (order.size() < 40) {
            Flow last = order.getLast();
            order.addAll(seats.release(last, last.equals(FLOOD) ? 192 << 10 : 0));
        }

        assertThat(order.stream().filter(CALM::equals).count()).isBetween(30L, 34L);
    }

    @Test
    void queuesAreBounded() {
        FairSeats<String> seats = new FairSeats<>(share(1, 1 << 20, 2, 3));
        seats.offer(FLOOD, 0, "works");
        seats.offer(FLOOD, 0, "waits");
        seats.offer(FLOOD, 0, "waits too");

        assertThat(seats.offer(FLOOD, 0, "one too many of its flow")).isEqualTo(FairSeats.Outcome.FLOW_FULL);
        assertThat(seats.offer(CALM, 0, "another's")).isEqualTo(FairSeats.Outcome.QUEUED);
        assertThat(seats.offer(new Flow("third", Flow.Kind.READ), 0, "one too many"))
                .isEqualTo(FairSeats.Outcome.FULL);
    }

    @Test
    void bodiesAreBoundedTogetherButOneAlwaysFits() {
        FairSeats<String> seats = new FairSeats<>(share(10, 100, 10, 10));

        assertThat(seats.offer(FLOOD, 1000, "huge")).isEqualTo(FairSeats.Outcome.ADMITTED);
        assertThat(seats.offer(CALM, 1, "small")).isEqualTo(FairSeats.Outcome.QUEUED);
        assertThat(seats.release(FLOOD, 1000)).containsExactly("small");
    }

    @Test
    void whoHasGivenUpTakesNoSeat() {
        FairSeats<String> seats = new FairSeats<>(share(1, 100, 10, 10));
        seats.offer(FLOOD, 0, "works");
        seats.offer(CALM, 0, "gives up");

        assertThat(seats.withdraw(CALM, "gives up")).isTrue();

        assertThat(seats.withdraw(CALM, "gives up")).isFalse();
        assertThat(seats.release(FLOOD, 0)).isEmpty();
        assertThat(seats.flows()).isZero();
    }

    @Test
    void keepsItsBoundsAndForgetsWhoIsGoneWhateverHappens() {
        long seed = 20261126;
        SplittableRandom random = new SplittableRandom(seed);
        FairSeats<Object> seats = new FairSeats<>(share(5, 1000, 4, 20));
        record Held(Flow flow, long bytes, Object request) {}
        Map<Object, Held> waiting = new LinkedHashMap<>();
        List<Held> working = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            Flow flow = new Flow("user-" + random.nextInt(12), Flow.Kind.READ);
            if (random.nextInt(5) < 2 && !working.isEmpty()) {
                Held done = working.remove(random.nextInt(working.size()));
                seats.release(done.flow(), done.bytes()).forEach(each -> working.add(waiting.remove(each)));
            } else if (random.nextInt(10) == 0 && !waiting.isEmpty()) {
                Held impatient = waiting.values().iterator().next();
                assertThat(seats.withdraw(impatient.flow(), impatient.request()))
                        .as("seed " + seed)
                        .isTrue();
                waiting.remove(impatient.request());
                seats.next().forEach(each -> working.add(waiting.remove(each)));
            } else {
                Held held = new Held(flow, random.nextInt(400), new Object());
                switch (seats.offer(flow, held.bytes(), held.request())) {
                    case ADMITTED -> working.add(held);
                    case QUEUED -> waiting.put(held.request(), held);
                    case FLOW_FULL, FULL -> {}
                }
            }
            assertThat(seats.working())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(working.size())
                    .isLessThanOrEqualTo(5);
            assertThat(seats.queued()).isEqualTo(waiting.size()).isLessThanOrEqualTo(20);
            assertThat(waiting.isEmpty() || !working.isEmpty())
                    .as("nobody waits for nothing, step %d", step)
                    .isTrue();
        }
        while (!working.isEmpty()) {
            Held done = working.removeFirst();
            seats.release(done.flow(), done.bytes()).forEach(each -> working.add(waiting.remove(each)));
        }
        assertThat(waiting).isEmpty();
        assertThat(seats.flows()).isZero();
    }
}
