package dev.flotilla.traffic;

import dev.flotilla.api.traffic.GlobalTrafficPolicy;
import dev.flotilla.api.traffic.GlobalTrafficPolicySpec;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import dev.flotilla.api.work.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a policy's status of what was decided. Deciding the same again makes the same status. */
final class PolicyStatus {
    private PolicyStatus() {}

    /**
     * @param refusal why the policy cannot be followed; empty if it can
     * @param missing a sentence for each backend that can have no site
     * @param unpublished why the records do not say what the weights say; empty if they do
     */
    static GlobalTrafficPolicyStatus write(
            GlobalTrafficPolicy policy,
            TrafficPlan plan,
            Optional<String> refusal,
            List<String> missing,
            Optional<String> unpublished,
            Instant now) {
        GlobalTrafficPolicyStatus before = policy.status();
        boolean moved =
                !TrafficPlan.same(TrafficPlan.weights(before.effective()), TrafficPlan.weights(plan.effective()));
        long revision = before.revision() == null ? 0 : before.revision();
        List<Condition> conditions = before.conditions();
        for (Condition condition : List.of(
                accepted(refusal, now),
                programmed(policy, plan, unpublished, now),
                converged(policy.spec(), plan, now),
                degraded(policy.spec(), plan, missing, now))) {
            conditions = Condition.with(conditions, condition);
        }
        return new GlobalTrafficPolicyStatus(
                policy.generation(),
                moved ? revision + 1 : revision,
                GlobalTrafficPolicyStatus.SCALE,
                plan.shiftedAt().orElse(null),
                summary(plan.effective()),
                plan.effective(),
                conditions);
    }

    private static String summary(List<GlobalTrafficPolicyStatus.Site> sites) {
        return sites.stream()
                .filter(site -> site.weight() > 0)
                .map(site -> site.cluster() + "=" + site.weight())
                .collect(Collectors.joining(" "));
    }

    private static Condition accepted(Optional<String> refusal, Instant now) {
        return Condition.of(
                GlobalTrafficPolicyStatus.ACCEPTED,
                refusal.isEmpty(),
                refusal.isEmpty() ? "Accepted" : "HostnameTaken",
                refusal.orElse("The policy is followed."),
                now);
    }

    private static Condition programmed(
            GlobalTrafficPolicy policy, TrafficPlan plan, Optional<String> unpublished, Instant now) {
        String type = GlobalTrafficPolicyStatus.PROGRAMMED;
        String endpoint = "DNSEndpoint " + policy.id();
        if (unpublished.isPresent()) {
            return Condition.of(type, false, "NotPublished", endpoint + ": " + unpublished.get(), now);
        }
        return plan.publishes()
                ? Condition.of(type, true, "Published", endpoint + " has the weights.", now)
                : Condition.of(type, false, "NothingToPublish", "No site has been given any weight.", now);
    }

    private static Condition converged(GlobalTrafficPolicySpec spec, TrafficPlan plan, Instant now) {
        String type = GlobalTrafficPolicyStatus.CONVERGED;
        if (plan.converged()) {
            return Condition.of(type, true, "AtTarget", "Every weight is at its target.", now);
        }
        return spec.holdsStill()
                ? Condition.of(type, false, "Paused", "Weights take no steps while spec.paused is true.", now)
                : Condition.of(
                        type,
                        false,
                        "Shifting",
                        "Weights change by at most " + spec.shifting().step() + " of " + GlobalTrafficPolicyStatus.SCALE
                                + " each " + spec.shifting().pause().toMillis() / 1000.0 + " s.",
                        now);
    }

    private static Condition degraded(
            GlobalTrafficPolicySpec spec, TrafficPlan plan, List<String> missing, Instant now) {
        String type = GlobalTrafficPolicyStatus.DEGRADED;
        if (!plan.serves()) {
            String rest = spec.keepsLastKnownGood() ? "the last weights are kept." : "nothing is published.";
            String why = missing.isEmpty() ? "" : " (" + String.join("; ", missing) + ")";
            return Condition.of(type, true, "NoSiteReady", "No site is ready" + why + "; " + rest, now);
        }
        return missing.isEmpty()
                ? Condition.of(type, false, "SitesReady", "At least one site is ready.", now)
                : Condition.of(type, true, "BackendMissing", String.join("; ", missing), now);
    }
}
