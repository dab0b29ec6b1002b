package dev.flotilla.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.selector.ClusterIdentity;
import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterAffinityTest {
    private static final ClusterIdentity CLUSTER =
            new ClusterIdentity("eu-1", Map.of("tier", "gold"), "", "eu", List.of("eu-1a", "eu-1b"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | {}
            true  | {"clusterNames":["eu-1"]}
            false | {"clusterNames":["eu-1"],"exclude":["eu-1"]}
            false | {"clusterNames":["us-1"]}
            true  | {"labelSelector":{"matchLabels":{"tier":"gold"}}}
            false | {"labelSelector":{"matchLabels":{"tier":"gold"},"matchExpressions":[{"key":"x","operator":"Exists"}]}}
            true  | {"labelSelector":{"matchExpressions":[{"key":"x","operator":"NotIn","values":["y"]}]}}
            true  | {"fieldSelector":{"matchExpressions":[{"key":"zone","operator":"In","values":["eu-1b"]}]}}
            false | {"fieldSelector":{"matchExpressions":[{"key":"zone","operator":"NotIn","values":["eu-1b"]}]}}
            true  | {"fieldSelector":{"matchExpressions":[{"key":"provider","operator":"NotIn","values":["x"]}]}}
            false | {"fieldSelector":{"matchExpressions":[{"key":"provider","operator":"In","values":["x"]}]}}
            false | {"fieldSelector":{"matchExpressions":[{"key":"region","operator":"In","values":["eu"]}]},"clusterNames":["us-1"]}
            """)
    void meansClustersThatMeetEveryCriterion(boolean expected, String affinity) {
        ClusterAffinity read = RecordJson.read(ObjectJson.mapper().readTree(affinity), ClusterAffinity.class);

        assertThat(read.matches(CLUSTER)).isEqualTo(expected);
    }
}
