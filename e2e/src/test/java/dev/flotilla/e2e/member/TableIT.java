package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.conformance.NotOn;
import dev.flotilla.e2e.conformance.Section;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The tables that kubectl shows: columns of each kind, and cells. A star marks what only {@code -o wide} shows. */
@MemberContract
@Section("2.5")
record TableIT(Member member) {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/pods | Name,Ready,Status,Restarts,Age,IP*,Node*,Nominated Node*,Readiness Gates*
            /api/v1/services | Name,Type,Cluster-IP,External-IP,Port(s),Age,Selector*
            /api/v1/configmaps | Name,Data,Age
            /api/v1/secrets | Name,Type,Data,Age
            /api/v1/namespaces | Name,Status,Age
            /api/v1/nodes | Name,Status,Roles,Age,Version,Internal-IP*,External-IP*,OS-Image*,Kernel-Version*,Container-Runtime*
            /apis/apps/v1/deployments | Name,Ready,Up-to-date,Available,Age,Containers*,Images*,Selector*
            /apis/apps/v1/replicasets | Name,Desired,Current,Ready,Age,Containers*,Images*,Selector*
            /apis/apps/v1/statefulsets | Name,Ready,Age,Containers*,Images*
            /apis/apps/v1/daemonsets | Name,Desired,Current,Ready,Up-to-date,Available,Node Selector,Age,Containers*,Images*,Selector*
            /apis/batch/v1/jobs | Name,Status,Completions,Duration,Age,Containers*,Images*,Selector*
            /apis/batch/v1/cronjobs | Name,Schedule,Timezone,Suspend,Active,Last Schedule,Age,Containers*,Images*,Selector*
            /apis/networking.k8s.io/v1/ingresses | Name,Class,Hosts,Address,Ports,Age
            """)
    void hasTheColumnsOfItsKind(String path, String expected) {
        Answer table = member.api().get(path + "?limit=1", Api.TABLE).expect(200);

        assertThat(table.text("/kind")).isEqualTo("Table");
        assertThat(table.text("/apiVersion")).isEqualTo("meta.k8s.io/v1");
        assertThat(table.at("/columnDefinitions")
                        .valueStream()
                        .map(TableIT::column)
                        .collect(Collectors.joining(",")))
                .isEqualTo(expected);
    }

    @Test
    void showsADeploymentInItsCells() {
        Namespace in = Namespace.in(member);
        Answer deployment = in.settledDeployment("web");

        Answer table = member.api().get(in.apps("deployments/web"), Api.TABLE).expect(200);

        JsonNode row = table.at("/rows/0");
        assertThat(row.path("cells").toString())
                .matches("\\[\"web\",\"0/0\",0,0,\"\\d+s\",\"main\",\"nginx:1.27\",\"app=web\"]");
        assertThat(row.at("/object/kind").asString()).isEqualTo("PartialObjectMetadata");
        assertThat(row.at("/object/metadata/uid").asString()).isEqualTo(deployment.uid());
    }

    @Test
    @NotOn(value = "hub", because = "a hub gives Services no address: each member gives one of its own")
    void showsServicesAndConfigMapsInTheirCells() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");
        Answer service = member.api()
                .create(
                        in.core("services"),
                        Yaml.object("{apiVersion: v1, kind: Service, metadata: {name: s},"
                                + " spec: {selector: {app: web}, ports: [{port: 80}]}}"))
                .expect(201);

        Answer config = member.api().get(in.core("configmaps/a"), Api.TABLE).expect(200);
        Answer shown = member.api().get(in.core("services/s"), Api.TABLE).expect(200);

        assertThat(config.at("/rows/0/cells").toString()).matches("\\[\"a\",1,\"\\d+s\"]");
        assertThat(shown.at("/rows/0/cells").toString())
                .matches("\\[\"s\",\"ClusterIP\",\"" + service.text("/spec/clusterIP")
                        + "\",\"<none>\",\"80/TCP\",\"\\d+s\",\"app=web\"]");
    }

    @Test
    void givesWholeObjectsOnRequest() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");

        Answer table = member.api()
                .get(in.core("configmaps/a?includeObject=Object"), Api.TABLE)
                .expect(200);

        assertThat(table.text("/rows/0/object/data/k")).isEqualTo("1");
    }

    @Test
    void namesColumnsInAWatchsFirstEventAlone() {
        Namespace in = Namespace.quiet(member);
        Answer first = in.configMap("a", "k", "1");

        try (Watch watch = member.api()
                .watch(in.core("configmaps?watch=true&resourceVersion=" + first.resourceVersion()), Api.TABLE)) {
            in.configMap("b", "k", "1");
            in.configMap("c", "k", "1");

            Watch.Event b = watch.nextChange();
            Watch.Event c = watch.nextChange();
            assertThat(b.object().path("kind").asString()).isEqualTo("Table");
            assertThat(b.object().path("columnDefinitions").size()).isEqualTo(3);
            assertThat(c.object().path("columnDefinitions").size()).isZero();
            assertThat(c.object().at("/rows/0/cells/0").asString()).isEqualTo("c");
        }
    }

    private static String column(JsonNode definition) {
        return definition.path("name").asString() + (definition.path("priority").asInt() > 0 ? "*" : "");
    }
}
