package dev.flotilla.placement;

import dev.flotilla.api.cluster.Taint;
import dev.flotilla.api.policy.Toleration;
import dev.flotilla.api.work.ReplicaRequirements.NodeClaim;
import dev.flotilla.api.work.ReplicaRequirements.NodeRequirement;
import dev.flotilla.api.work.ReplicaRequirements.NodeSelectorTerm;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Whether nodes of a class will do for a claim, as Kubernetes' scheduler sees it: node selector, required node
 * affinity, and the taints that keep pods away. A class knows no node's name, so that a term over fields matches none.
 */
final class NodeMatch {
    private NodeMatch() {}

    static boolean matches(NodeClaim claim, Capacity.NodeClass node) {
        return node.labels().entrySet().containsAll(claim.nodeSelector().entrySet())
                && affine(claim, node.labels())
                && node.taints().stream().noneMatch(taint -> keepsAway(taint, claim.tolerations()));
    }

    /** Of a claim that claims nothing: a taint keeps it away all the same. */
    static boolean open(Capacity.NodeClass node) {
        return node.taints().stream().noneMatch(taint -> keepsAway(taint, List.of()));
    }

    private static boolean keepsAway(Taint taint, List<Toleration> tolerations) {
        boolean effective =
                taint.effect().equals(Taint.NO_SCHEDULE) || taint.effect().equals(Taint.NO_EXECUTE);
        return effective
                && tolerations.stream()
                        .noneMatch(toleration -> toleration.tolerates(taint.key(), taint.value(), taint.effect()));
    }

    private static boolean affine(NodeClaim claim, Map<String, String> labels) {
        return claim.hardNodeAffinity() == null
                || claim.hardNodeAffinity().nodeSelectorTerms().stream().anyMatch(term -> matches(term, labels));
    }

    private static boolean matches(NodeSelectorTerm term, Map<String, String> labels) {
        return term.matchFields().isEmpty()
                && !term.matchExpressions().isEmpty()
                && term.matchExpressions().stream().allMatch(requirement -> matches(requirement, labels));
    }

    private static boolean matches(NodeRequirement requirement, Map<String, String> labels) {
        boolean has = labels.containsKey(requirement.key());
        String value = labels.getOrDefault(requirement.key(), "");
        return switch (requirement.operator()) {
            case "In" -> has && requirement.values().contains(value);
            case "NotIn" -> !has || !requirement.values().contains(value);
            case "Exists" -> has;
            case "DoesNotExist" -> !has;
            case "Gt" -> compares(value, requirement.values(), 1);
            case "Lt" -> compares(value, requirement.values(), -1);
            default -> false;
        };
    }

    private static boolean compares(String value, List<String> bounds, int sign) {
        OptionalLong is = number(value);
        OptionalLong bound = bounds.size() == 1 ? number(bounds.getFirst()) : OptionalLong.empty();
        return is.isPresent()
                && bound.isPresent()
                && Integer.signum(Long.compare(is.getAsLong(), bound.getAsLong())) == sign;
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
