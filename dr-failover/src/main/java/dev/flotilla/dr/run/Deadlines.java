package dev.flotilla.dr.run;

import dev.flotilla.api.dr.FailoverRun;
import dev.flotilla.api.dr.FailoverRunSpec.Purpose;
import dev.flotilla.api.dr.FailoverRunStatus;
import dev.flotilla.api.dr.FailoverStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long each step may take. */
final class Deadlines {
    private static final Duration PREFLIGHT = Duration.ofSeconds(30);
    private static final Duration INJECT = Duration.ofSeconds(30);
    private static final Duration DETECT = Duration.ofMinutes(2);
    private static final Duration DRAIN = Duration.ofMinutes(1);
    private static final Duration WAY_BACK = Duration.ofMinutes(5);

    private Deadlines() {}

    /** Empty if the step may take as long as it takes, as the return of what is really lost may. */
    static Optional<Instant> of(FailoverRun run, FailoverStep step, Instant now) {
        boolean real = run.spec().purpose() == Purpose.INCIDENT;
        return switch (step) {
            case PREFLIGHT -> Optional.of(now.plus(run.spec().purpose() == Purpose.FAILBACK ? WAY_BACK : PREFLIGHT));
            case INJECT -> Optional.of(now.plus(INJECT));
            case DETECT -> Optional.of(now.plus(DETECT));
            case DRAIN -> Optional.of(now.plus(DRAIN));
            case MOVE, VERIFY -> real ? Optional.empty() : Optional.of(recovered(run, now));
            case SOAK -> Optional.of(now.plusSeconds(run.spec().soakSeconds()).plus(INJECT));
            case HEAL -> real ? Optional.empty() : Optional.of(now.plus(WAY_BACK));
            case RETURN, SETTLE -> Optional.of(now.plus(WAY_BACK));
        };
    }

    private static Instant recovered(FailoverRun run, Instant now) {
        @Nullable Instant lost = run.status().lostSince();
        return (lost == null ? now : lost).plusSeconds(run.spec().maxSeconds());
    }

    static boolean passed(FailoverRunStatus.Step step, Instant now) {
        @Nullable Instant deadline = step.deadline();
        return deadline != null && !now.isBefore(deadline);
    }
}
