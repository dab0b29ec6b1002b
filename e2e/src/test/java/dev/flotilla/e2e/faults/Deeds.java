package dev.flotilla.e2e.faults;

import static org.awaitility.Awaitility.await;

import dev.flotilla.replication.LeaderMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Does to a hub what a schedule says, when it says. */
record Deeds(FaultyHub hub, LogReader log) {
    private static final Duration LEADER_MAX = Duration.ofSeconds(60);

    private record Deed(Duration at, Runnable what) {}

    /**
     * A process that is stopped; it may be killed before it goes on, and another started.
     *
     * @param sign the newest of a leader when it was
     */
    private record Stop(Endpoint whom, Optional<ProcessHandle> process, LogReader.Sign sign) {
        /** Whether it led: not if it was started after the leader on its node had died. */
        boolean led() {
            return whom.equals(Endpoint.hub(sign.mark().node()))
                    && process.flatMap(each -> each.info().startInstant())
                            .filter(started -> started.isBefore(sign.at()))
                            .isPresent();
        }
    }

    /** Answers which leaders it stopped until another led. */
    List<PausedLeader> carryOut(Schedule schedule) {
        long started = System.nanoTime();
        List<PausedLeader> paused = new ArrayList<>();
        List<Deed> deeds = new ArrayList<>();
        schedule.faults().forEach(fault -> deeds.addAll(deeds(fault, paused)));
        deeds.sort(Comparator.comparing(Deed::at));
        for (Deed deed : deeds) {
            long wait = started + deed.at().toNanos() - System.nanoTime();
            while (wait > 0) {
                LockSupport.parkNanos(wait);
                wait = started + deed.at().toNanos() - System.nanoTime();
            }
            deed.what().run();
        }
        return paused;
    }

    /** Who leads is asked when the time has come; what was begun is undone where it was done. */
    private List<Deed> deeds(Fault fault, List<PausedLeader> paused) {
        Endpoint[] whom = new Endpoint[1];
        Stop[] stop = new Stop[1];
        Duration end = fault.at().plus(fault.lasting());
        return switch (fault) {
            case Fault.Killed(var server, var at, var _) ->
                List.of(
                        new Deed(at, () -> hub.kill(whom[0] = resolved(server))),
                        new Deed(end, () -> hub.start(whom[0])));
            case Fault.Stopped(var server, var at, var _) ->
                List.of(new Deed(at, () -> stop[0] = stop(server)), new Deed(end, () -> resume(stop[0], paused)));
            case Fault.Superseded(var at) -> List.of(new Deed(at, () -> supersede(paused)));
            case Fault.CutOff(var cut, var at, var _) -> {
                Cut[] made = new Cut[1];
                yield List.of(
                        new Deed(at, () -> {
                            made[0] = cut.of(resolved(Endpoint.hub(cut.node())).node());
                            hub.network().cut(made[0]);
                        }),
                        new Deed(end, () -> hub.network().mend(made[0])));
            }
        };
    }

    private void supersede(List<PausedLeader> paused) {
        Stop stop = stop(Endpoint.hub(Schedule.LEADER));
        try {
            await("another leader")
                    .atMost(LEADER_MAX)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> log.leader().term() > stop.sign().mark().term());
        } finally {
            resume(stop, paused);
        }
    }

    private Stop stop(Endpoint server) {
        LogReader.Sign sign = log.sign();
        Endpoint whom = resolved(server);
        Stop stop = new Stop(whom, hub.process(whom), sign);
        hub.stop(whom);
        return stop;
    }

    private void resume(Stop stop, List<PausedLeader> paused) {
        LeaderMark led = stop.sign().mark();
        if (stop.led() && log.leader().term() > led.term()) {
            paused.add(new PausedLeader(led.node(), stop.process(), led.term(), NodeLog.size(hub.log(led.node()))));
        }
        hub.resume(stop.whom());
    }

    private Endpoint resolved(Endpoint whom) {
        String leader = log.leader().node();
        String node = switch (whom.node()) {
            case Schedule.LEADER -> leader.isEmpty() ? FaultyHub.NODES.getFirst() : leader;
            case Schedule.ANOTHER ->
                FaultyHub.NODES.stream()
                        .filter(each -> !each.equals(leader))
                        .findFirst()
                        .orElseThrow();
            default -> whom.node();
        };
        return new Endpoint(node, whom.part());
    }
}
