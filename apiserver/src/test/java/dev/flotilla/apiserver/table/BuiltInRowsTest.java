package dev.flotilla.apiserver.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.StateTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class BuiltInRowsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:01:00Z");

    private static List<String> cells(String group, String resource, String json) {
        ObjectNode object = ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8));
        TablePrinter.Row row = Objects.requireNonNull(BuiltInRows.of(new GroupResource(group, resource)));
        return row.cells(object, NOW).stream().map(cell -> cell.asString("")).toList();
    }

    @Test
    void haveAsManyCellsAsTheirKindHasColumns() {
        ObjectNode empty = ObjectJson.mapper().createObjectNode();

        for (ResourceType type : KubernetesSchema.get().all()) {
            TablePrinter printer =
                    TablePrinters.of(type, SnapshotCatalog.of(List.of()).at(StateTable.EMPTY));
            assertThat(printer.cells(empty, NOW))
                    .as(type.resource().qualified())
                    .hasSameSizeAs(printer.columns());
        }
    }

    @Test
    void sayHowAPodIs() {
        String pod = """
                {"metadata":{"name":"p","creationTimestamp":"2026-11-24T00:00:38Z"%s},
                 "spec":{"nodeName":"n","containers":[{"name":"a"},{"name":"b"}]},
                 "status":{"phase":"Running","podIP":"10.0.0.1","containerStatuses":[{"ready":true,"restartCount":2,
                 "state":{"running":{}}},{"ready":false,"state":%s}]}}""";

        assertThat(cells("", "pods", pod.formatted("", "{\"running\":{}}")))
                .containsExactly("p", "1/2", "Running", "2", "22s", "10.0.0.1", "n", "<none>", "<none>");
        assertThat(cells("", "pods", pod.formatted("", "{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}")))
                .contains("CrashLoopBackOff");
        assertThat(cells("", "pods", pod.formatted(",\"deletionTimestamp\":\"2026-11-24T00:00:50Z\"", "{}")))
                .contains("Terminating");
    }

    @Test
    void sayWhereAServiceIsReached() {
        assertThat(cells("", "services", """
                {"metadata":{"name":"s"},"spec":{"type":"NodePort","clusterIP":"10.96.0.9","selector":{"b":"2","a":"1"},
                 "ports":[{"port":80,"nodePort":30080,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]}}"""))
                .containsExactly("s", "NodePort", "10.96.0.9", "<none>", "80:30080/TCP,53/UDP", "<unknown>", "a=1,b=2");
    }

    @Test
    void sayHowFarAJobIs() {
        assertThat(cells("batch", "jobs", """
                {"metadata":{"name":"j"},"spec":{"completions":3,"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}},
                 "status":{"succeeded":3,"startTime":"2026-11-24T00:00:00Z","completionTime":"2026-11-24T00:00:07Z",
                 "conditions":[{"type":"Complete","status":"True"}]}}""")).startsWith("j", "Complete", "3/3", "7s");
    }
}
