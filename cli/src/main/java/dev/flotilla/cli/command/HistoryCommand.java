package dev.flotilla.cli.command;

import dev.flotilla.api.naming.ResourceNames;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.Discovery;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.history.Changes;
import dev.flotilla.cli.history.Moment;
import dev.flotilla.cli.history.ObjectHistory;
import dev.flotilla.cli.local.LocalHub;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says who changed an object, how and when, and where the scheduler put it and why. */
@Command(
        name = "history",
        description = "Says who changed an object, and where it was placed and why; or shows it as it was.",
        footer = {"", "Whoever may get an object may see its history. Secrets' values are never in it."},
        mixinStandardHelpOptions = true)
public final class HistoryCommand implements Callable<Integer> {
    private static final int LIMIT_MAX = 10_000;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private ObjectArgument object = new ObjectArgument();

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            description = "show the object as it was: at a resourceVersion, a time (2026-01-31T12:00:00Z), or 10m ago")
    private @Nullable String at;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "how many of its changes to tell, the newest first (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Override
    public Integer call() {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new UserError("--limit must be from 1 to " + LIMIT_MAX);
        }
        try (KubeClient hub = LocalHub.client(data.directory())) {
            ApiType type = new Discovery(hub).find(object.kind());
            ObjectHistory history = new ObjectHistory(hub, type, object.namespace(), object.name());
            if (at != null) {
                show(history.at(Moment.of(at, Instant.now())));
            } else {
                tell(history.newest(limit + 1), placements(hub, type));
            }
        }
        return 0;
    }

    /** What is known of a workload's binding; nothing if it has none, or the user may not see it. */
    private List<JsonNode> placements(KubeClient hub, ApiType type) {
        ApiType bindings = type.namespaced() ? ApiType.BINDINGS : ApiType.CLUSTER_BINDINGS;
        String name = ResourceNames.binding(type.kind(), object.name());
        try {
            return new ObjectHistory(hub, bindings, object.namespace(), name).newest(limit + 1);
        } catch (UserError notForThisUser) {
            return List.of();
        }
    }

    private void tell(List<JsonNode> changes, List<JsonNode> placements) {
        if (changes.isEmpty()) {
            throw new UserError("the history holds no change of " + object.kind() + "/" + object.name()
                    + "; is its name right (-n names another namespace), or has it not changed for so long?");
        }
        if (output.json()) {
            ObjectNode told = ObjectJson.mapper().createObjectNode();
            told.putArray("changes").addAll(changes.subList(0, Math.min(limit, changes.size())));
            told.putArray("placements").addAll(placements.subList(0, Math.min(limit, placements.size())));
            show(told);
            return;
        }
        List<Changes.Row> rows = new ArrayList<>(Changes.rows(changes));
        rows.addAll(Changes.placements(placements));
        rows.sort(Comparator.comparingLong((Changes.Row row) -> Long.parseLong(row.version()))
                .reversed());
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("TIME", "VERSION", "VERB", "BY", "CHANGE"));
        rows.stream().limit(limit).forEach(row -> table.add(row.cells()));
        Terminal.table(table);
    }

    private static void show(JsonNode tree) {
        System.out.println(ObjectJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    }
}
