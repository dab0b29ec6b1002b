package dev.flotilla.placement.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which policy a template belongs to.
 *
 * <p>The one that claimed it, as long as that still selects it and no other preempts it; else the best
 * PropagationPolicy of its namespace; else the best ClusterPropagationPolicy. Best is: highest priority, then most
 * specific selector (name, labels, kind), then first by name.
 *
 * @param policy empty if none selects the template
 * @param claimed whether the policy had claimed it before
 */
public record PolicyMatch(Optional<Policy> policy, boolean claimed) {

    public static PolicyMatch of(PolicyIndex index, Template template) {
        Optional<Policy> holder = Optional.of(template.claim())
                .filter(id -> !id.isEmpty())
                .flatMap(index::byId)
                .filter(policy -> policy.matches(template));
        if (holder.isEmpty()) {
            Optional<Policy> found = best(index.policiesFor(template), template)
                    .or(() -> best(index.clusterPoliciesFor(template), template));
            return new PolicyMatch(found, false);
        }
        Optional<Policy> preempting = preempting(index, template, holder.get());
        return preempting.isPresent() ? new PolicyMatch(preempting, false) : new PolicyMatch(holder, true);
    }

    /**
     * A policy that selects the template as well, and why another has it.
     *
     * @param whyNot a clause about the policy that was passed over
     */
    public record PassedOver(Policy policy, String whyNot) {}

    /**
     * The policy that has the template, and why it and no other.
     *
     * @param why a clause
     * @param passedOver every other policy that selects the template, by name
     */
    public record Claimant(Policy policy, String why, List<PassedOver> passedOver) {
        public Claimant {
            passedOver = List.copyOf(passedOver);
        }
    }

    /** Empty if no policy selects the template. */
    public Optional<Claimant> claimant(PolicyIndex index, Template template) {
        return policy.map(chosen -> new Claimant(
                chosen,
                "it selects " + chosen.selectsBy(template) + (claimed ? " and has claimed it" : "") + "; priority "
                        + chosen.spec().priority(),
                passedOver(index, template, chosen)));
    }

    private List<PassedOver> passedOver(PolicyIndex index, Template template, Policy chosen) {
        return Stream.concat(index.policiesFor(template), index.clusterPoliciesFor(template))
                .filter(other -> !other.key().equals(chosen.key()))
                .sorted(Comparator.comparing(Policy::display))
                .map(other -> new PassedOver(other, whyNot(chosen, other, template)))
                .toList();
    }

    private String whyNot(Policy chosen, Policy other, Template template) {
        if (claimed) {
            return other.spec().mayPreempt()
                    ? "its priority " + other.spec().priority() + " does not take over from "
                            + chosen.spec().priority()
                    : "it does not preempt, and the template is claimed";
        }
        if (other.clusterWide() && !chosen.clusterWide()) {
            return "the namespace's own policies come first";
        }
        if (other.spec().priority() < chosen.spec().priority()) {
            return "its priority " + other.spec().priority() + " is lower";
        }
        if (other.specificity(template) < chosen.specificity(template)) {
            return "it selects only " + other.selectsBy(template);
        }
        return "its name comes later";
    }

    /**
     * A PropagationPolicy takes over from one of strictly lower priority and from any ClusterPropagationPolicy, a
     * ClusterPropagationPolicy only from one of its kind, if they preempt.
     */
    private static Optional<Policy> preempting(PolicyIndex index, Template template, Policy holder) {
        Optional<Policy> namespaced = best(
                index.policiesFor(template)
                        .filter(policy -> policy.spec().mayPreempt())
                        .filter(policy -> holder.clusterWide()
                                || policy.spec().priority() > holder.spec().priority()),
                template);
        if (namespaced.isPresent() || !holder.clusterWide()) {
            return namespaced;
        }
        return best(
                index.clusterPoliciesFor(template)
                        .filter(policy -> policy.spec().mayPreempt())
                        .filter(policy ->
                                policy.spec().priority() > holder.spec().priority()),
                template);
    }

    private static Optional<Policy> best(Stream<Policy> policies, Template template) {
        return policies.min(
                Comparator.<Policy>comparingInt(policy -> policy.spec().priority())
                        .reversed()
                        .thenComparing(Comparator.<Policy>comparingInt(policy -> policy.specificity(template))
                                .reversed())
                        .thenComparing(policy -> policy.key().name()));
    }
}
