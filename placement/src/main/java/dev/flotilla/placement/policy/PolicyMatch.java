package dev.flotilla.placement.policy;

import java.util.Comparator;
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
