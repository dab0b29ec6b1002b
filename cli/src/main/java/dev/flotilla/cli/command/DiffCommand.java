package dev.flotilla.cli.command;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.Discovery;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.history.Changes;
import dev.flotilla.cli.history.Moment;
import dev.flotilla.cli.history.ObjectHistory;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.replication.history.ObjectDiff;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says how two states of an object differ. */
@Command(
        name = "diff",
        description = "Says how an object differs from what it was, field by field.",
        footer = {
            "",
            "MOMENT is a resourceVersion, a time (2026-01-31T12:00:00Z), or how long ago (90s, 10m, 3h, 2d).",
            "The exit code is 0 if nothing differs, 1 if something does, as diff's."
        },
        mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private ObjectArgument object = new ObjectArgument();

    @Option(names = "--at", required = true, paramLabel = "MOMENT", description = "the older state")
    private String at = "";

    @Option(names = "--to", paramLabel = "MOMENT", description = "the newer state (default: now)")
    private @Nullable String to;

    @Override
    public Integer call() {
        Instant now = Instant.now();
        try (KubeClient hub = LocalHub.client(data.directory())) {
            ApiType type = new Discovery(hub).find(object.kind());
            ObjectHistory history = new ObjectHistory(hub, type, object.namespace(), object.name());
            ObjectNode older = history.at(Moment.of(at, now));
            ObjectNode newer = history.at(to == null ? Long.toString(NEWEST) : Moment.of(to, now));
            List<ObjectDiff.Difference> differences = ObjectDiff.between(older, newer);
            if (output.json()) {
                System.out.println(
                        ObjectJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree(differences)));
            } else {
                print(older, newer, differences);
            }
            return differences.isEmpty() ? 0 : 1;
        }
    }

    /** Above every version. */
    private static final long NEWEST = 999_999_999_999_999_999L;

    private static void print(ObjectNode older, ObjectNode newer, List<ObjectDiff.Difference> differences) {
        System.out.println("--- resourceVersion " + version(older));
        System.out.println("+++ resourceVersion " + version(newer));
        for (ObjectDiff.Difference each : differences) {
            System.out.println(each.path());
            if (!each.before().isMissingNode()) {
                System.out.println("  - " + Changes.value(each.before()));
            }
            if (!each.after().isMissingNode()) {
                System.out.println("  + " + Changes.value(each.after()));
            }
        }
    }

    private static String version(ObjectNode object) {
        return object.at("/metadata/resourceVersion").asString("?");
    }

    private static ArrayNode tree(List<ObjectDiff.Difference> differences) {
        ArrayNode list = ObjectJson.mapper().createArrayNode();
        for (ObjectDiff.Difference each : differences) {
            ObjectNode difference = list.addObject().put("path", each.path());
            if (!each.before().isMissingNode()) {
                difference.set("before", each.before());
            }
            if (!each.after().isMissingNode()) {
                difference.set("after", each.after());
            }
        }
        return list;
    }
}
