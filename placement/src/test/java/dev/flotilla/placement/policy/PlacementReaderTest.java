package dev.flotilla.placement.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.placement.Capacity;
import dev.flotilla.placement.ClusterSnapshot;
import dev.flotilla.placement.FleetCluster;
import dev.flotilla.placement.PlacementDecision;
import dev.flotilla.placement.PlacementRules;
import dev.flotilla.placement.Previous;
import dev.flotilla.placement.Scheduler;
import dev.flotilla.placement.Strategy;
import dev.flotilla.placement.WorkloadRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementReaderTest {
    private static final ClusterSnapshot FLEET = new ClusterSnapshot(List.of(
            cluster("a", "eu", "z1,z2", "aws", "prod"),
            cluster("b", "eu", "z3", "gcp", "test"),
            cluster("c", "us", "z4", "aws", "prod"),
            cluster("d", "", "", "", "prod")));

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                                                             | a b c d",
                "{'clusterNames': ['c', 'a', 'x']}                                                              | a c",
                "{'exclude': ['a']}                                                                             | b c d",
                "{'clusterNames': ['a', 'b'], 'exclude': ['a']}                                                 | b",
                "{'labelSelector': {'matchLabels': {'env': 'prod'}}}                                            | a c d",
                "{'labelSelector': {'matchExpressions': [{'key': 'env', 'operator': 'NotIn', 'values': ['prod']}]}} | b",
                "{'fieldSelector': {'matchExpressions': [{'key': 'region', 'operator': 'In', 'values': ['eu']}]}} | a b",
                "{'fieldSelector': {'matchExpressions': [{'key': 'region', 'operator': 'NotIn', 'values': ['eu']}]}} | c d",
                "{'fieldSelector': {'matchExpressions': [{'key': 'provider', 'operator': 'In', 'values': ['aws']}]}} | a c",
                "{'fieldSelector': {'matchExpressions': [{'key': 'zone', 'operator': 'In', 'values': ['z2']}]}} | a",
                "{'fieldSelector': {'matchExpressions': [{'key': 'zone', 'operator': 'NotIn', 'values': ['z2']}]}} | b c d",
                "{'labelSelector': {'matchLabels': {'env': 'prod'}}, 'clusterNames': ['a', 'b']}                | a",
            })
    void matchesClustersAsTheAffinitySays(String affinity, String expected) {
        assertThat(placed("{'clusterAffinity': " + affinity + "}")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                                                      | DUPLICATED",
                "{'replicaScheduling': {'replicaSchedulingType': 'Duplicated'}}                          | DUPLICATED",
                "{'replicaScheduling': {}}                                                               | STATIC_WEIGHT",
                "{'replicaScheduling': {'replicaSchedulingType': 'Divided'}}                             | STATIC_WEIGHT",
                "{'replicaScheduling': {'replicaSchedulingType': 'Divided', 'replicaDivisionPreference': 'Aggregated'}}"
                        + " | AGGREGATED",
                "{'replicaScheduling': {'replicaDivisionPreference': 'Weighted', 'weightPreference':"
                        + " {'dynamicWeight': 'AvailableReplicas'}}} | DYNAMIC_WEIGHT",
            })
    void readsHowReplicasAreDealtOut(String placement, Strategy expected) {
        assertThat(read(placement).strategy()).isEqualTo(expected);
    }

    @Test
    void spreadsOverRegionsAndLeavesClustersWithoutOneOut() {
        assertThat(placed("{'spreadConstraints': [{'spreadByField': 'region', 'minGroups': 2, 'maxGroups': 2},"
                        + " {'spreadByField': 'cluster', 'minGroups': 2, 'maxGroups': 2}]}"))
                .isEqualTo("a c");
    }

    @Test
    void spreadsOverLabelsAndProvidersToo() {
        assertThat(placed("{'spreadConstraints': [{'spreadByLabel': 'env', 'minGroups': 2},"
                        + " {'spreadByField': 'cluster', 'maxGroups': 2}]}"))
                .isEqualTo("a b");
        assertThat(placed("{'spreadConstraints': [{'spreadByField': 'provider', 'minGroups': 2},"
                        + " {'spreadByField': 'cluster', 'maxGroups': 2}]}"))
                .isEqualTo("a b");
    }

    @Test
    void takesTheHeaviestOfSeveralStaticWeights() {
        assertThat(placed("{'replicaScheduling': {'replicaSchedulingType': 'Divided', 'weightPreference':"
                        + " {'staticWeightList': [{'targetCluster': {'clusterNames': ['a', 'c']}, 'weight': 1},"
                        + " {'targetCluster': {'clusterNames': ['a']}, 'weight': 5}]}}}"))
                .isEqualTo("a=5 c=1");
    }

    @Test
    void triesAffinitiesInOrder() {
        assertThat(placed("{'clusterAffinities': [{'affinityName': 'first', 'clusterNames': ['nowhere']},"
                        + " {'affinityName': 'second', 'clusterNames': ['c']}]}"))
                .isEqualTo("c");
    }

    /** Where six replicas go; the count only where it is not six everywhere. */
    private static String placed(String placement) {
        PlacementRules rules = read(placement);
        PlacementDecision decision = Scheduler.decide(
                FLEET, new WorkloadRequest("apps/v1/Deployment", "", true, 6, Map.of(), rules), Previous.NOTHING);
        return decision.targets().stream()
                .map(target -> target.replicas() == 6 ? target.cluster() : target.cluster() + "=" + target.replicas())
                .collect(Collectors.joining(" "));
    }

    private static PlacementRules read(String placement) {
        return PlacementReader.read(
                ObjectJson.parse(placement.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static FleetCluster cluster(String name, String region, String zones, String provider, String env) {
        List<String> zoneList = zones.isEmpty() ? List.of() : List.of(zones.split(","));
        return new FleetCluster(
                new ClusterIdentity(name, Map.of("env", env), provider, region, zoneList),
                List.of(),
                Set.of("apps/v1/Deployment"),
                false,
                Optional.of(new Capacity(10, Map.of(), List.of())));
    }
}
