package dev.flotilla.cli.place;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.command.DataOption;
import dev.flotilla.cli.command.Losses;
import dev.flotilla.cli.history.Moment;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.dr.LossForecast;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Decides where everything would go, without a hub or beside one. */
@Command(
        name = "place",
        description = "Decides where workloads would go, from files alone or from what a hub holds. Changes nothing.",
        footer = {
            "",
            "What decides is the hub's own controllers, run in memory. With --from hub the files are applied on top of",
            "what the hub holds. Examples:",
            "  flotilla place --generate-fleet regions=20,clusters=400 --seed 7 > fleet.yaml",
            "  flotilla place -f shop/ --clusters fleet.yaml --lose eu-west-1",
            "  flotilla place --from hub --add new-cluster.yaml",
            "  flotilla place --at 2h --lose eu-west-1",
            "",
            "Exit codes: 0 everything finds a place, 1 it could not be decided, 2 wrong usage, 3 something finds no",
            "place, or would find none after the loss."
        },
        mixinStandardHelpOptions = true)
public final class PlaceCommand implements Callable<Integer> {
    private static final int SOMETHING_FINDS_NO_PLACE = 3;
    private static final Duration READ_MAX = Duration.ofMinutes(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR",
            description = "templates, policies and clusters in YAML or JSON; may be repeated")
    private List<Path> files = List.of();

    @Option(
            names = "--clusters",
            paramLabel = "FILE|DIR",
            description = "more files, usually of Cluster objects; may be repeated")
    private List<Path> clusters = List.of();

    @Option(
            names = {"-R", "--recursive"},
            description = "look into the directories below those given too")
    private boolean recursive;

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "default",
            description = "of objects that name none (default: ${DEFAULT-VALUE})")
    private String namespace = "default";

    @Option(names = "--from", paramLabel = "hub", description = "begin with what a running hub holds: see --data")
    private @Nullable Source from;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "of the hub to begin with, in its current context, instead of the one in --data")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--at",
            paramLabel = "MOMENT",
            description = "begin with what the hub held then: a resourceVersion, a time (2026-01-31T12:00:00Z), or 10m"
                    + " ago; implies --from hub")
    private @Nullable String at;

    @Option(
            names = "--add",
            paramLabel = "FILE|DIR",
            description = "objects that come or change once all else is placed; what moves is shown; may be repeated")
    private List<Path> add = List.of();

    @Option(
            names = "--lose",
            paramLabel = "CLUSTER|REGION",
            description = "foretell what becomes of the placements without it; may be repeated")
    private List<String> lose = List.of();

    @Option(names = "--explain", description = "for each workload, what was decided about every cluster and why")
    private boolean explain;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.table;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "of a generated fleet, and of the uids that break ties between equal clusters"
                    + " (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--generate-fleet",
            paramLabel = "SHAPE",
            description = "write Cluster objects instead, as regions=20,clusters=400; also zones=N and providers=N,"
                    + " tainted=PERCENT, used=PERCENT")
    private @Nullable String generate;

    /** The spelling is what is typed. */
    enum Format {
        table,
        json,
        ndjson
    }

    /** The spelling is what is typed. */
    enum Source {
        hub
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (generate != null) {
            YamlOut yaml = new YamlOut();
            new FleetGenerator(FleetShape.parse(generate), seed)
                    .clusters()
                    .forEach(cluster -> out.print(yaml.document(cluster)));
            out.flush();
            return 0;
        }
        PlaceAnswer answer = answer();
        switch (format) {
            case table -> out.print(PlaceText.of(answer));
            case json -> out.print(PlaceJson.document(answer));
            case ndjson -> PlaceJson.lines(answer).forEach(line -> out.print(line + "\n"));
        }
        out.flush();
        return answer.everythingFindsAPlace() ? 0 : SOMETHING_FINDS_NO_PLACE;
    }

    private PlaceAnswer answer() {
        boolean beside = from == Source.hub || kubeconfig != null || at != null;
        if (!beside && files.isEmpty() && clusters.isEmpty()) {
            throw new UserError(
                    "nothing to place: give files with -f, or --from hub; `flotilla place --help` shows how");
        }
        Instant now = Instant.now();
        Optional<String> moment = Optional.ofNullable(at).map(typed -> Moment.of(typed, now));
        OfflineHub hub = new OfflineHub(seed, now);
        Intake intake = new Intake(hub, namespace);
        Map<ObjectKey, SortedMap<String, Integer>> before = Map.of();
        if (beside) {
            HubState.into(hub, state(moment));
            before = placements(hub, false).clusters();
        }
        Set<ObjectKey> given = new LinkedHashSet<>(intake.take(Document.readAll(clusters, recursive)));
        given.addAll(intake.take(Document.readAll(files, recursive)));
        if (!add.isEmpty()) {
            before = placements(hub, false).clusters();
            given.addAll(intake.take(Document.readAll(add, recursive)));
        }
        return answer(hub, given, beside || !add.isEmpty() ? Optional.of(before) : Optional.empty());
    }

    private PlaceAnswer answer(
            OfflineHub hub, Set<ObjectKey> given, Optional<Map<ObjectKey, SortedMap<String, Integer>>> before) {
        List<PlacedWorkload> workloads = placements(hub, explain).all(given, before);
        Snapshot snapshot = hub.snapshot();
        Optional<LossForecast> loss = lose.isEmpty()
                ? Optional.empty()
                : Optional.of(LossForecast.of(snapshot, Losses.clusters(snapshot, lose), Instant.now()));
        return new PlaceAnswer(snapshot.count(Cluster.RESOURCE), workloads, before.isPresent(), loss);
    }

    private static Placements placements(OfflineHub hub, boolean explained) {
        return new Placements(hub.snapshot(), hub.catalog(), explained);
    }

    private Snapshot state(Optional<String> moment) {
        try (KubeClient client = kubeconfig == null
                ? LocalHub.client(data.directory(), READ_MAX)
                : new KubeClient(Kubeconfig.read(kubeconfig, Optional.empty()), READ_MAX)) {
            return HubState.read(client, moment);
        }
    }
}
