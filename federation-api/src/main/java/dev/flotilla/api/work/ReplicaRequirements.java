package dev.flotilla.api.work;

import dev.flotilla.api.kind.Rule;
import dev.flotilla.api.policy.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one replica needs of a node. The requests are quantities by resource. */
public record ReplicaRequirements(
        @Nullable NodeClaim nodeClaim,
        @Rule(quantity = true) Map<String, String> resourceRequest,
        String namespace,
        String priorityClassName) {

    public record NodeClaim(
            @Nullable NodeAffinity hardNodeAffinity, Map<String, String> nodeSelector, List<Toleration> tolerations) {
        public NodeClaim {
            nodeSelector = Map.copyOf(nodeSelector);
            tolerations = List.copyOf(tolerations);
        }
    }

    @Rule(atomic = true)
    public record NodeAffinity(
            @Rule(required = true, atomic = true) List<NodeSelectorTerm> nodeSelectorTerms) {
        public NodeAffinity {
            nodeSelectorTerms = List.copyOf(nodeSelectorTerms);
        }
    }

    @Rule(atomic = true)
    public record NodeSelectorTerm(
            @Rule(atomic = true) List<NodeRequirement> matchExpressions,
            @Rule(atomic = true) List<NodeRequirement> matchFields) {
        public NodeSelectorTerm {
            matchExpressions = List.copyOf(matchExpressions);
            matchFields = List.copyOf(matchFields);
        }
    }

    public record NodeRequirement(
            @Rule(required = true) String key,
            @Rule(required = true) String operator,
            @Rule(atomic = true) List<String> values) {
        public NodeRequirement {
            values = List.copyOf(values);
        }
    }

    public ReplicaRequirements {
        resourceRequest = Map.copyOf(resourceRequest);
    }
}
