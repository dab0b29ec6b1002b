package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.work.BindingStatus.AggregatedStatusItem;
import dev.flotilla.api.work.BindingStatus.Health;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class InterpretersTest {
    private final Interpreters interpreters = new Interpreters();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HEALTHY   | {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"generation":2},"spec":{"replicas":2},"status":{"observedGeneration":2,"updatedReplicas":2,"availableReplicas":2}}
            UNHEALTHY | {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"generation":2},"spec":{"replicas":2},"status":{"observedGeneration":1,"updatedReplicas":2,"availableReplicas":2}}
            UNHEALTHY | {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"generation":2},"spec":{"replicas":2},"status":{"observedGeneration":2,"updatedReplicas":1,"availableReplicas":2}}
            UNHEALTHY | {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"generation":2},"spec":{"replicas":2},"status":{"observedGeneration":2,"updatedReplicas":2,"availableReplicas":1}}
            HEALTHY   | {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"generation":1},"spec":{"replicas":0},"status":{"observedGeneration":1}}
            HEALTHY   | {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"generation":1},"spec":{"replicas":1},"status":{"observedGeneration":1,"updatedReplicas":1,"availableReplicas":1}}
            UNHEALTHY | {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"generation":1},"spec":{"replicas":2},"status":{"observedGeneration":1,"availableReplicas":1}}
            HEALTHY   | {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"generation":1},"status":{"observedGeneration":1,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":2}}
            UNHEALTHY | {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"generation":1},"status":{"observedGeneration":1,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":1}}
            HEALTHY   | {"apiVersion":"batch/v1","kind":"Job","status":{"active":1}}
            UNHEALTHY | {"apiVersion":"batch/v1","kind":"Job","status":{"conditions":[{"type":"Failed","status":"True"}]}}
            HEALTHY   | {"apiVersion":"v1","kind":"Pod","status":{"phase":"Succeeded"}}
            UNHEALTHY | {"apiVersion":"v1","kind":"Pod","status":{"phase":"Running"}}
            HEALTHY   | {"apiVersion":"v1","kind":"Pod","status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
            HEALTHY   | {"apiVersion":"v1","kind":"Service","spec":{"type":"ClusterIP"}}
            UNHEALTHY | {"apiVersion":"v1","kind":"Service","spec":{"type":"LoadBalancer"}}
            HEALTHY   | {"apiVersion":"v1","kind":"Service","spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}}
            UNHEALTHY | {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","status":{"loadBalancer":{}}}
            UNHEALTHY | {"apiVersion":"v1","kind":"PersistentVolumeClaim","status":{"phase":"Pending"}}
            HEALTHY   | {"apiVersion":"v1","kind":"PersistentVolumeClaim","status":{"phase":"Bound"}}
            UNHEALTHY | {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","status":{"currentHealthy":1,"desiredHealthy":2}}
            HEALTHY   | {"apiVersion":"example.io/v1","kind":"Unheard","status":{"phase":"Broken"}}
            """)
    void judgesCopiesByTheirKind(Health expected, String live) {
        assertThat(interpreters.health(HubState.json(live))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"clusterIP":"None"}             | {"kind":"Service","apiVersion":"v1","spec":{"clusterIP":"None"}}
            {"type":"ClusterIP"}             | {"kind":"Service","apiVersion":"v1","spec":{"type":"ClusterIP","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"]}}
            {"parallelism":1,"template":{"metadata":{"labels":{"a":"b"}}}} | {"kind":"Job","apiVersion":"batch/v1","spec":{"parallelism":1,"ttlSecondsAfterFinished":9,"selector":{"matchLabels":{"controller-uid":"u"}},"template":{"metadata":{"labels":{"a":"b","controller-uid":"u","batch.kubernetes.io/job-name":"x"}}}}}
            {"manualSelector":true,"selector":{}} | {"kind":"Job","apiVersion":"batch/v1","spec":{"manualSelector":true,"selector":{}}}
            """)
    void leavesOutWhatTheHubMadeUp(String spec, String template) {
        ObjectNode copy = HubState.json(template);

        interpreters.prune(copy);

        assertThat(copy.path("spec")).isEqualTo(HubState.json(spec));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Running   | Pod                   | {"phase":"Running"}   | {"phase":"Succeeded"}
            Failed    | Pod                   | {"phase":"Running"}   | {"phase":"Failed"}
            Pending   | Pod                   | {"phase":"Running"}   | {}
            Bound     | PersistentVolumeClaim | {"phase":"Bound"}     | {"phase":"Bound"}
            Lost      | PersistentVolumeClaim | {"phase":"Pending"}   | {"phase":"Lost"}
            Pending   | PersistentVolumeClaim | {"phase":"Bound"}     | {"phase":"Pending"}
            """)
    void makesOnePhaseOfMany(String expected, String kind, String first, String second) {
        ObjectNode template = HubState.json("{'apiVersion':'v1','kind':'" + kind + "'}");

        interpreters.aggregate(template, List.of(item("a", first), item("b", second)));

        assertThat(template.at("/status/phase").asString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"conditions":[{"type":"Complete","status":"True"}],"completionTime":"2026-01-02T00:00:00Z","succeeded":1} | {"conditions":[{"type":"Complete","status":"True"}],"completionTime":"2026-01-03T00:00:00Z","succeeded":2} | Complete | 3 | 2026-01-03T00:00:00Z
            {"conditions":[{"type":"Complete","status":"True"}],"succeeded":1} | {"conditions":[{"type":"Failed","status":"True"}],"failed":1} | Failed | 1 | ''
            {"active":1} | {"conditions":[{"type":"Complete","status":"True"}],"succeeded":1} | '' | 1 | ''
            """)
    void endsAJobWhenAllHaveOrOneFailed(
            String first, String second, String condition, int succeeded, String completion) {
        ObjectNode template = HubState.json("{'apiVersion':'batch/v1','kind':'Job'}");

        interpreters.aggregate(template, List.of(item("a", first), item("b", second)));

        assertThat(template.at("/status/conditions/0/type").asString("")).isEqualTo(condition);
        assertThat(template.at("/status/succeeded").asInt()).isEqualTo(succeeded);
        assertThat(template.at("/status/completionTime").asString("")).isEqualTo(completion);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            false | {"spec":{"replicas":3}}                                | {"spec":{"replicas":3,"paused":false}}
            true  | {"spec":{"replicas":3}}                                | {"spec":{"replicas":4}}
            true  | {"metadata":{"labels":{"a":"b"}}}                      | {"metadata":{"labels":{}}}
            false | {"metadata":{"annotations":{"flotilla.dev/hash":"1"}}} | {"metadata":{"annotations":{"flotilla.dev/hash":"2"}}}
            false | {"spec":{"cpu":"0.5"}}                                 | {"spec":{"cpu":"500m"}}
            false | {"spec":{"port":"80"}}                                 | {"spec":{"port":80}}
            false | {"spec":{"x":{},"y":[],"z":null}}                      | {"spec":{}}
            false | {"spec":{"containers":[{"name":"a","image":"x"}]}}     | {"spec":{"containers":[{"name":"sidecar"},{"name":"a","image":"x","tty":false}]}}
            true  | {"spec":{"containers":[{"name":"a","image":"x"}]}}     | {"spec":{"containers":[{"name":"a","image":"y"}]}}
            true  | {"spec":{"args":["a"]}}                                | {"spec":{"args":["a","b"]}}
            false | {"spec":{"ports":[{"containerPort":80}]}}              | {"spec":{"ports":[{"containerPort":81,"protocol":"TCP"},{"containerPort":80,"protocol":"TCP"}]}}
            """)
    void seesDriftOnlyInWhatTheManifestSays(boolean drifted, String manifest, String observed) {
        assertThat(interpreters.drifted(HubState.json(manifest), HubState.json(observed)))
                .isEqualTo(drifted);
    }

    private static AggregatedStatusItem item(String cluster, String status) {
        return new AggregatedStatusItem(
                cluster, HubState.json(status), true, "", Health.HEALTHY, Instant.parse("2026-11-24T00:00:00Z"));
    }
}
