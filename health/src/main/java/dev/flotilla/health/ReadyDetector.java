package dev.flotilla.health;

import dev.flotilla.health.ProbeSample.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Folds probe samples into one opinion that does not flap: it changes only after a run of samples that disagree with
 * it, long enough in number and in time. The first sample of a member's life is believed at once, so that a member can
 * be joined quickly.
 *
 * <pre>
 *   state: opinion, and the run of samples that contradict it
 *   sample agrees with opinion      -> the run is forgotten
 *   sample disagrees                -> the run grows; when count and time reach the threshold, the opinion changes
 * </pre>
 *
 * NOT_READY and UNREACHABLE both contradict READY and belong to the same run; the opinion takes the newest one's
 * verdict.
 *
 * @param opinion empty before the first sample
 * @param runLength samples in a row that contradict the opinion
 * @param runSince when that run began; meaningless while there is none
 * @param last the newest sample's detail
 */
public record ReadyDetector(Optional<Verdict> opinion, int runLength, Instant runSince, String last) {
    public static final ReadyDetector NEW = new ReadyDetector(Optional.empty(), 0, Instant.EPOCH, "");

    /** A detector that takes over an opinion which was formed earlier, as by a hub that has been restarted. */
    public static ReadyDetector resuming(Verdict opinion) {
        return new ReadyDetector(Optional.of(opinion), 0, Instant.EPOCH, "");
    }

    /** @param own how long this hub stood still while it waited for the sample; silence may be its own fault */
    public ReadyDetector next(ProbeSample sample, Standstill own, HealthSettings settings) {
        boolean silent = sample.verdict() == Verdict.UNREACHABLE;
        return silent && own.excusesSilence() ? this : next(sample, settings);
    }

    ReadyDetector next(ProbeSample sample, HealthSettings settings) {
        if (opinion.isEmpty()) {
            return settled(sample);
        }
        boolean wasReady = opinion.get() == Verdict.READY;
        boolean isReady = sample.verdict() == Verdict.READY;
        if (wasReady == isReady) {
            return settled(sample);
        }
        int length = runLength + 1;
        Instant since = runLength == 0 ? sample.at() : runSince;
        Duration lasted = Duration.between(since, sample.at());
        boolean enough = isReady
                ? length >= settings.riseCount() && lasted.compareTo(settings.riseFor()) >= 0
                : length >= settings.fallCount() && lasted.compareTo(settings.fallFor()) >= 0;
        return enough ? settled(sample) : new ReadyDetector(opinion, length, since, sample.detail());
    }

    private static ReadyDetector settled(ProbeSample sample) {
        return new ReadyDetector(Optional.of(sample.verdict()), 0, Instant.EPOCH, sample.detail());
    }
}
