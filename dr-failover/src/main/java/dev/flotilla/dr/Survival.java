package dev.flotilla.dr;

import dev.flotilla.api.work.Condition;
import dev.flotilla.dr.LossForecast.Crowded;
import dev.flotilla.dr.LossForecast.Fate;
import dev.flotilla.dr.LossForecast.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether the fleet would survive the loss of one site, in numbers and in words.
 *
 * @param site as metrics name it: its region, or its one cluster that lies in none
 * @param lost it is lost already, and nothing is foretold
 * @param moved workloads that would come to run elsewhere
 * @param unplaced workloads that would lose what they have there
 * @param status of the condition, with {@code reason} and {@code message}
 */
public record Survival(
        String site, boolean lost, long moved, long unplaced, String status, String reason, String message) {
    private static final int NAMES_MAX = 5;
    private static final int WHY_LENGTH_MAX = 160;

    static Survival of(Site site, LossForecast forecast) {
        long moved = forecast.count(Outcome.MOVES);
        List<Fate> unplaced = forecast.fates().stream()
                .filter(fate -> fate.outcome() == Outcome.UNPLACED)
                .toList();
        String lead = "if " + site.display() + " is lost, ";
        String reason = "EveryWorkloadFindsRoom";
        String message = lead + survivors(forecast, moved);
        if (forecast.heldBack().isPresent()) {
            reason = "EvictionsWouldBeHeld";
            message = lead + "nothing moves: " + forecast.heldBack().get();
        } else if (!unplaced.isEmpty()) {
            reason = "SomeFindNoRoom";
            message = lead + unplaced.size() + " of " + forecast.fates().size() + " workloads find no room elsewhere: "
                    + named(unplaced);
        } else if (!forecast.crowded().isEmpty()) {
            reason = "NoRoomForAllOfThem";
            message = lead + "there is room for each workload, but not for all of them: "
                    + forecast.crowded().stream()
                            .limit(NAMES_MAX)
                            .map(Crowded::display)
                            .collect(Collectors.joining("; "));
        }
        String status = forecast.survived() ? "True" : "False";
        return new Survival(site.label(), false, moved, unplaced.size(), status, reason, message);
    }

    static Survival lost(Site site) {
        String message = site.display() + " is lost now: " + String.join(", ", site.clusters())
                + " cannot be seen or are not ready; what its loss would mean is judged again when it is back";
        return new Survival(site.label(), true, 0, 0, "Unknown", "LostAlready", message);
    }

    private static String survivors(LossForecast forecast, long moved) {
        int all = forecast.fates().size();
        return all == 0
                ? "nothing is lost: no workload is meant to run there"
                : "all that is there finds room elsewhere; workloads: " + all + ", of which " + moved + " move and "
                        + (all - moved) + " have other copies or need none";
    }

    private static String named(List<Fate> unplaced) {
        String named = unplaced.stream()
                .limit(NAMES_MAX)
                .map(fate -> fate.display() + " (" + shortened(fate.why()) + ")")
                .collect(Collectors.joining(", "));
        int more = unplaced.size() - NAMES_MAX;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static String shortened(String why) {
        return why.length() <= WHY_LENGTH_MAX ? why : why.substring(0, WHY_LENGTH_MAX - 1) + "…";
    }

    Condition condition(Instant now) {
        return new Condition(Member.SURVIVES_LOSS, status, null, now, reason, message);
    }

    /** Whether the condition says this already. */
    boolean told(Member member) {
        return member.condition(Member.SURVIVES_LOSS)
                .filter(known -> known.status().equals(status)
                        && known.reason().equals(reason)
                        && known.message().equals(message))
                .isPresent();
    }
}
