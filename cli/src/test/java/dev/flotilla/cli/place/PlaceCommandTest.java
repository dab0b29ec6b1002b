package dev.flotilla.cli.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class PlaceCommandTest {
    private static final String SHOP = """
            # a shop and where it goes
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              replicas: 6
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: main, image: example.org/web:1, resources: {requests: {cpu: 500m}}}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: shop}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: unwanted, namespace: shop}
            ---
            apiVersion: policy.karmada.io/v1alpha1
            kind: PropagationPolicy
            metadata: {name: shop, namespace: shop}
            spec:
              resourceSelectors:
              - {apiVersion: apps/v1, kind: Deployment, name: web}
              - {apiVersion: v1, kind: ConfigMap, name: settings}
              placement:
                clusterAffinity: {exclude: [ap-2]}
                spreadConstraints:
                - {spreadByField: region, minGroups: 2, maxGroups: 2}
                - {spreadByField: cluster, minGroups: 2, maxGroups: 2}
                replicaScheduling:
                  replicaSchedulingType: Divided
                  replicaDivisionPreference: Weighted
                  weightPreference: {dynamicWeight: AvailableReplicas}
            """;

    private static final String DEFINITIONS = "  - {groupVersion: apiextensions.k8s.io/v1, resources: "
            + "[{name: customresourcedefinitions, kind: CustomResourceDefinition}]}\n";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private int exitCode;

    @BeforeEach
    void fleet() throws IOException {
        file("fleet.yaml", cluster("eu-1", 100) + cluster("eu-2", 2) + cluster("us-1", 50) + cluster("ap-2", 400));
        file("shop.yaml", SHOP);
    }

    @Test
    void placesWhatPoliciesSelectAndSaysWhyTheRestStays() {
        String text = place("-f", "shop.yaml", "--clusters", "fleet.yaml");

        assertThat(text).isEqualTo("""
                WORKLOAD                  REPLICAS   WHERE           POLICY                        WHY
                shop/ConfigMap/settings   -          eu-1 us-1       PropagationPolicy shop/shop
                shop/ConfigMap/unwanted   -          -               -                             NoPolicy: No policy \
                selects it: it stays in the hub.
                shop/Deployment/web       6          eu-1:4 us-1:2   PropagationPolicy shop/shop

                3 objects over 4 clusters: 2 placed, 0 find no place, 1 stay in the hub.
                """);
        assertThat(exitCode).isZero();
    }

    @Test
    void saysWhatIsMissingWhereNothingCanBePlaced() throws IOException {
        file("shop.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: main, image: "web:1"}]}
                """);
        assertThat(place("-f", "shop.yaml", "--clusters", "fleet.yaml"))
                .contains("default/Deployment/web   2 ")
                .endsWith("1 stay in the hub.\nA PropagationPolicy says what goes where; give one with -f as well.\n");

        file("policy.yaml", """
                apiVersion: policy.karmada.io/v1alpha1
                kind: PropagationPolicy
                metadata: {name: web}
                spec:
                  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                  placement: {clusterAffinity: {clusterNames: [eu-9, us-9]}}
                """);
        assertThat(place("-f", "shop.yaml", "-f", "policy.yaml", "--clusters", "fleet.yaml"))
                .contains("Its policy names clusters that are not in the fleet: eu-9, us-9.");
        assertThat(exitCode).isEqualTo(3);
    }

    @Test
    void clustersServeWhatADefinitionThatComesToThemDefines() throws IOException {
        file(
                "fleet.yaml",
                cluster("eu-1", 100).replace("  - {groupVersion: v1,", DEFINITIONS + "  - {groupVersion: v1,")
                        + cluster("us-1", 50));
        file("shop.yaml", """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: gadgets.example.org}
                spec:
                  group: example.org
                  scope: Namespaced
                  names: {plural: gadgets, singular: gadget, kind: Gadget, listKind: GadgetList}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                ---
                apiVersion: policy.karmada.io/v1alpha1
                kind: ClusterPropagationPolicy
                metadata: {name: gadgets}
                spec:
                  resourceSelectors:
                  - {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition}
                  - {apiVersion: example.org/v1, kind: Gadget}
                  placement: {}
                ---
                apiVersion: example.org/v1
                kind: Gadget
                metadata: {name: one}
                """);

        assertThat(place("-f", "shop.yaml", "--clusters", "fleet.yaml"))
                .containsPattern("default/Gadget/one +- +eu-1 +ClusterPropagationPolicy gadgets");
    }

    @Test
    void takesADirectoryAndSpeaksJson() {
        JsonNode answer = ObjectJson.parse(place("-f", "", "-o", "json").getBytes(StandardCharsets.UTF_8));

        assertThat(answer.path("clusters").asInt()).isEqualTo(4);
        JsonNode web = answer.path("workloads").path(2);
        assertThat(web.path("name").asString()).isEqualTo("web");
        assertThat(web.path("outcome").asString()).isEqualTo("placed");
        assertThat(web.path("clusters").toString()).isEqualTo("{\"eu-1\":4,\"us-1\":2}");
        assertThat(web.has("explanation")).isFalse();
    }

    @Test
    void writesALineForEachWorkloadAndOneForAll() {
        List<JsonNode> lines = place("-f", "", "-o", "ndjson")
                .lines()
                .<JsonNode>map(line -> ObjectJson.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();

        assertThat(lines)
                .extracting(line -> line.path("type").asString())
                .containsExactly("Workload", "Workload", "Workload", "Summary");
    }

    @Test
    void explainsEveryClusterWhenAsked() {
        assertThat(place("-f", "", "--explain"))
                .contains("Deployment shop/web, replicas: 6")
                .containsPattern("ap-2 .*ClusterAffinity .*it is excluded by name");
    }

    @Test
    void foretellsTheLossOfARegion() {
        String text = place("-f", "", "--lose", "us");

        assertThat(text).contains("If us-1 were lost now").contains("shop/Deployment/web");
        assertThat(exitCode).as("no second region is left").isEqualTo(3);
    }

    @Test
    void showsWhatAnAddedClusterChanges() throws IOException {
        Path more = directory.resolve("more");
        Files.createDirectories(more);
        Files.writeString(
                more.resolve("sa.yaml"), cluster("sa-1", 900) + "---\n" + SHOP.replace("replicas: 6", "replicas: 8"));

        String text = place("-f", "fleet.yaml", "-f", "shop.yaml", "--add", "more");

        assertThat(text).containsPattern("shop/Deployment/web +8 +eu-1:4 us-1:2 +eu-1:\\d us-1:\\d");
        assertThat(text).contains("over 5 clusters");
    }

    @Test
    void saysWhatFindsNoPlace() throws IOException {
        file("shop.yaml", SHOP.replace("replicas: 6", "replicas: 600"));

        String text = place("-f", "");

        assertThat(text).contains("1 find no place").contains("Unschedulable: ");
        assertThat(exitCode).isEqualTo(3);
    }

    @Test
    void namesFileDocumentAndFieldOfWhatIsWrong() throws IOException {
        file("shop.yaml", SHOP.replace("exclude: [ap-2]", "exclude: [ap-2], clusterName: [eu-1]"));
        assertThat(refusal("-f", ""))
                .contains("shop.yaml:19 (document 4, PropagationPolicy shop)")
                .contains("unknown field \"spec.placement.clusterAffinity.clusterName\"");

        file("shop.yaml", SHOP.replace("replicas: 6", "replicas: -1"));
        assertThat(refusal("-f", ""))
                .contains("shop.yaml:1 (document 1, Deployment web)")
                .contains("spec.replicas");

        file("shop.yaml", SHOP.replace("kind: ConfigMap", "kind: Settings"));
        assertThat(refusal("-f", "")).contains("document 2").contains("no matches for kind \"Settings\"");

        file("shop.yaml", SHOP + "---\n" + SHOP);
        assertThat(refusal("-f", "")).contains("is the same object as");

        assertThat(refusal("-f", "nothing.yaml")).contains("there is no such file");
        assertThat(refusal()).contains("nothing to place");
    }

    @Test
    void placesOverAGeneratedFleetAndTheSameSeedGivesTheSame() throws IOException {
        String fleet = generated("regions=4,clusters=24", "7");
        file("fleet.yaml", fleet);

        assertThat(generated("regions=4,clusters=24", "7")).isEqualTo(fleet);
        assertThat(generated("regions=4,clusters=24", "8")).isNotEqualTo(fleet);
        assertThat(place("-f", "")).contains("over 24 clusters: 2 placed");
        assertThat(place("-f", "", "--lose", "us-east-1"))
                .as("its clusters are ready")
                .contains("If us-east-1-01, ")
                .doesNotContain("evictions are held");
    }

    @Test
    void makesSmallFleetsToo() {
        assertThat(generated("clusters=1", "7")).contains("name: us-east-1-01");
        assertThat(generated("regions=2,clusters=10", "7").lines().filter(line -> line.equals("kind: Cluster")))
                .hasSize(10);
        assertThat(run("--generate-fleet", "regions=5,clusters=2")).contains("regions=5 must be between 1 and 2");
    }

    private String generated(String shape, String seed) {
        return run("--generate-fleet", shape, "--seed", seed);
    }

    /** Names of files are of those in the directory. */
    private String place(String... arguments) {
        List<String> resolved = new ArrayList<>();
        boolean file = false;
        for (String each : arguments) {
            resolved.add(file ? directory.resolve(each).toString() : each);
            file = Stream.of("-f", "--clusters", "--add").anyMatch(each::equals);
        }
        return run(resolved.toArray(String[]::new));
    }

    private String run(String... arguments) {
        out.getBuffer().setLength(0);
        CommandLine line = new CommandLine(new PlaceCommand()).setOut(new PrintWriter(out));
        line.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof UserError) {
                out.write(failure.getMessage());
                return 1;
            }
            throw failure;
        });
        exitCode = line.execute(arguments);
        return out.toString();
    }

    private String refusal(String... arguments) {
        String said = place(arguments);
        assertThat(exitCode).as(said).isEqualTo(1);
        return said;
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    private static String cluster(String name, int cpus) {
        return """
                ---
                apiVersion: cluster.karmada.io/v1alpha1
                kind: Cluster
                metadata: {name: %s}
                spec: {syncMode: Push, region: %s}
                status:
                  conditions:
                  - {type: Ready, status: "True", reason: R, message: "", lastTransitionTime: "2026-01-01T00:00:00Z"}
                  apiEnablements:
                  - {groupVersion: v1, resources: [{name: configmaps, kind: ConfigMap}]}
                  - {groupVersion: apps/v1, resources: [{name: deployments, kind: Deployment}]}
                  resourceSummary: {allocatable: {cpu: "%d", memory: 64Gi, pods: "1000"}}
                """.formatted(name, name.substring(0, name.indexOf('-')), cpus);
    }
}
