package dev.flotilla.cli.command;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.Discovery;
import dev.flotilla.cli.client.HubObjects;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.dr.LossForecast;
import dev.flotilla.placement.binding.BindingKeys;
import dev.flotilla.placement.explain.Explainer;
import dev.flotilla.placement.explain.ExplanationText;
import dev.flotilla.placement.explain.WorkloadExplanation;
import dev.flotilla.propagation.RemovalHold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where a workload is and why, and of every other cluster why not. */
@Command(
        name = "explain",
        description = "Says where a workload is and why, and of every other cluster why it is not there.",
        footer = {
            "",
            "The scheduler is asked anew, over what the hub holds now; what is shown is where the workload is meant to",
            "be. If the scheduler would decide otherwise today, that is said."
        },
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(
            paramLabel = "KIND/NAME",
            description = "as deploy/web, statefulset/db, svc/web; a kind by plural, singular, short name or kind")
    private String workload = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "where it lives (default: ${DEFAULT-VALUE})")
    private String namespace = "default";

    @Override
    public Integer call() {
        String[] typed = workload.split("/", -1);
        if (typed.length != 2 || typed[0].isEmpty() || typed[1].isEmpty()) {
            throw new UserError("'" + workload + "' names no workload; write KIND/NAME, as in deploy/web");
        }
        try (KubeClient client = LocalHub.client(data.directory())) {
            WorkloadExplanation explanation = explain(client, typed[0], typed[1]);
            if (output.json()) {
                System.out.println(ObjectJson.mapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(RecordJson.write(explanation)));
            } else {
                System.out.print(ExplanationText.of(explanation));
            }
        }
        return 0;
    }

    private WorkloadExplanation explain(KubeClient client, String kind, String name) {
        ApiType type = new Discovery(client).find(kind);
        String where = type.namespaced() ? namespace : "";
        HubObjects objects = new HubObjects(client);
        StoredObject template = objects.one(type, where, name)
                .orElseThrow(() -> new UserError("there is no " + type.kind() + " '" + name + "'"
                        + (type.namespaced() ? " in namespace '" + where + "'; -n names another" : "")));
        objects.all(ApiType.CLUSTERS)
                .all(ApiType.CLUSTER_POLICIES)
                .all(ApiType.CLUSTER_OVERRIDES)
                .all(ApiType.PRIORITY_CLASSES);
        ObjectKey binding = BindingKeys.of(template.key(), template.head().kind());
        if (type.namespaced()) {
            objects.in(ApiType.POLICIES, where).in(ApiType.OVERRIDES, where);
            traffic(objects, where);
        } else {
            objects.one(ApiType.CLUSTER_BINDINGS, "", binding.name());
        }
        Snapshot snapshot = objects.snapshot();
        Set<String> unseen = unseen(snapshot);
        RemovalHold hold = new RemovalHold();
        return new Explainer()
                .explain(
                        snapshot,
                        template.key(),
                        (spec, status, removal) -> hold.of(snapshot, spec, status, removal, Optional.of(template))
                                .or(() -> unseen.contains(removal.cluster())
                                        ? Optional.of("the member cannot be seen; the copy is deleted when it is back")
                                        : Optional.empty()))
                .orElseThrow()
                .waitingAlso(held(snapshot, binding, unseen));
    }

    /** What traffic may hold a removal back: policies, Services, and the workloads behind these. */
    private static void traffic(HubObjects objects, String namespace) {
        objects.in(ApiType.TRAFFIC_POLICIES, namespace)
                .in(ApiType.SERVICES, namespace)
                .in(ApiType.BINDINGS, namespace);
        ApiType.WORKLOADS.forEach(type -> objects.in(type, namespace));
    }

    /** Clusters that are not ready. */
    private static Set<String> unseen(Snapshot snapshot) {
        return snapshot.list(Cluster.RESOURCE)
                .map(Cluster::of)
                .filter(cluster -> !cluster.status().ready())
                .map(Cluster::name)
                .collect(Collectors.toSet());
    }

    /** What eviction makes of the copies in clusters that are not ready. */
    private static List<String> held(Snapshot snapshot, ObjectKey binding, Set<String> unseen) {
        LossForecast forecast = LossForecast.of(snapshot, unseen, Instant.now());
        List<String> held = new ArrayList<>();
        List<LossForecast.Fate> own = forecast.fates().stream()
                .filter(fate -> fate.binding().equals(binding))
                .toList();
        for (LossForecast.Fate fate : own) {
            Set<String> there = fate.before().keySet().stream()
                    .filter(unseen::contains)
                    .collect(Collectors.toCollection(java.util.TreeSet::new));
            String lead = "its copies in " + String.join(", ", there) + ", not ready: ";
            held.add(lead
                    + switch (fate.outcome()) {
                        case MOVES ->
                            forecast.heldBack()
                                    .orElse("they leave for " + ForecastText.placed(fate.after()) + " once the"
                                            + " hub is sure of the loss");
                        case STAYS, UNPLACED -> "they stay meant for there: " + fate.why();
                    });
        }
        return held;
    }
}
