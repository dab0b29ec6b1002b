package dev.flotilla.placement.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicasTest {
    @ParameterizedTest(name = "{0} {1} with {2} wants {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "apps/v1  | Deployment  | {'replicas': 4}                      | 4",
                "apps/v1  | Deployment  | {}                                   | 1",
                "apps/v1  | StatefulSet | {'replicas': 0}                      | 0",
                "apps/v1  | ReplicaSet  | {'replicas': 2}                      | 2",
                "batch/v1 | Job         | {}                                   | 1",
                "batch/v1 | Job         | {'parallelism': 5}                   | 5",
                "batch/v1 | Job         | {'parallelism': 5, 'completions': 3} | 3",
                "v1       | Pod         | {}                                   | 1",
            })
    void readsTheReplicasOfEachKind(String apiVersion, String kind, String spec, int expected) {
        assertThat(read(apiVersion, kind, spec).orElseThrow().count()).isEqualTo(expected);
    }

    @Test
    void findsNoneInKindsWithoutReplicas() {
        assertThat(read("v1", "ConfigMap", "{}")).isEmpty();
        assertThat(read("apps/v1", "DaemonSet", "{}")).isEmpty();
    }

    @Test
    void addsUpContainersAndTakesTheLargestInitContainer() {
        Replicas replicas = read("v1", "Pod", """
                {'containers': [
                   {'resources': {'requests': {'cpu': '250m', 'memory': '64Mi'}}},
                   {'resources': {'limits': {'cpu': '1'}, 'requests': {'memory': '64Mi'}}}],
                 'initContainers': [
                   {'resources': {'requests': {'memory': '1Gi'}}},
                   {'restartPolicy': 'Always', 'resources': {'requests': {'cpu': '100m'}}}]}""").orElseThrow();

        assertThat(replicas.requirements().orElseThrow().at("/resourceRequest").toString())
                .isEqualTo("{\"cpu\":\"1350m\",\"memory\":\"1Gi\"}");
    }

    @Test
    void carriesWhatAReplicaDemandsOfItsNode() {
        Replicas replicas = read("apps/v1", "Deployment", """
                {'template': {'spec': {'nodeSelector': {'disk': 'ssd'}, 'priorityClassName': 'gold',
                  'tolerations': [{'operator': 'Exists'}],
                  'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':
                    {'nodeSelectorTerms': [{'matchExpressions': []}]}}}}}}""").orElseThrow();

        assertThat(replicas.requirements().orElseThrow().toString())
                .contains("\"nodeSelector\":{\"disk\":\"ssd\"}", "\"priorityClassName\":\"gold\"", "hardNodeAffinity");
    }

    private static Optional<Replicas> read(String apiVersion, String kind, String spec) {
        String json = "{\"apiVersion\": \"" + apiVersion + "\", \"kind\": \"" + kind + "\", \"spec\": "
                + spec.replace('\'', '"') + "}";
        return Replicas.of(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8)));
    }
}
