package dev.flotilla.cli.command;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.HubObjects;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.dr.LossForecast;
import dev.flotilla.dr.LossForecast.Fate;
import dev.flotilla.dr.LossForecast.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Foretells what becomes of the workloads if clusters are lost. */
@Command(
        name = "what-if",
        description =
                "Foretells what becomes of every workload if clusters or whole regions are lost. Changes nothing.",
        footer = {
            "",
            "Exit codes: 0 everything finds a place, 1 it could not be foretold, 2 wrong usage, 3 something finds no",
            "room or no cluster that it may be in, or the hub would hold evictions back."
        },
        mixinStandardHelpOptions = true)
public final class WhatIfCommand implements Callable<Integer> {
    private static final int SOMETHING_FINDS_NO_PLACE = 3;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--lose",
            required = true,
            paramLabel = "CLUSTER|REGION",
            description = "a member, or every member of a region; may be repeated")
    private List<String> lose = List.of();

    @Override
    public Integer call() {
        try (KubeClient client = LocalHub.client(data.directory())) {
            Snapshot snapshot = new HubObjects(client)
                    .all(ApiType.CLUSTERS)
                    .all(ApiType.BINDINGS)
                    .all(ApiType.CLUSTER_BINDINGS)
                    .snapshot();
            LossForecast forecast = LossForecast.of(snapshot, clusters(snapshot), Instant.now());
            if (output.json()) {
                System.out.println(ObjectJson.mapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(ForecastJson.of(forecast)));
            } else {
                print(forecast);
            }
            return forecast.survived() ? 0 : SOMETHING_FINDS_NO_PLACE;
        }
    }

    private SortedSet<String> clusters(Snapshot snapshot) {
        List<Cluster> fleet = snapshot.list(Cluster.RESOURCE).map(Cluster::of).toList();
        SortedSet<String> clusters = new TreeSet<>();
        for (String named : lose) {
            List<String> meant = fleet.stream()
                    .filter(cluster -> cluster.name().equals(named)
                            || cluster.spec().region().equals(named))
                    .map(Cluster::name)
                    .toList();
            if (meant.isEmpty()) {
                throw new UserError("there is neither a member nor a region called '" + named + "'; members are "
                        + fleet.stream()
                                .map(cluster ->
                                        cluster.name() + " (" + cluster.spec().region() + ")")
                                .collect(Collectors.joining(", ")));
            }
            clusters.addAll(meant);
        }
        return clusters;
    }

    private void print(LossForecast forecast) {
        System.out.println("If " + String.join(", ", forecast.lost()) + " were lost now: of "
                + forecast.fates().size()
                + " workloads with copies there, " + forecast.count(Outcome.MOVES) + " would move, "
                + forecast.count(Outcome.STAYS) + " have other copies or need none, "
                + forecast.count(Outcome.UNPLACED) + " would find no place.");
        forecast.heldBack().ifPresent(reason -> {
            System.out.println("But nothing would move by itself, for " + reason);
            System.out.println("Below is where each would go then.");
        });
        forecast.crowded()
                .forEach(
                        crowded -> System.out.println("There is room for each, but not for all: " + crowded.display()));
        table(forecast);
    }

    private static void table(LossForecast forecast) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WORKLOAD", "NOW", "THEN", "WHAT", "WHY"));
        forecast.fates().stream().filter(fate -> !unremarkable(fate)).forEach(fate -> rows.add(row(fate)));
        if (rows.size() > 1) {
            System.out.println();
            Terminal.table(rows);
        }
        long unremarkable =
                forecast.fates().stream().filter(WhatIfCommand::unremarkable).count();
        if (unremarkable > 0) {
            System.out.println();
            System.out.println(unremarkable + " without replicas (Services, settings and the like) stay as they are in"
                    + " the other clusters; -o json lists them.");
        }
    }

    /** Without replicas, and with all its other copies as before. */
    private static boolean unremarkable(Fate fate) {
        return fate.outcome() == Outcome.STAYS
                && fate.before().values().stream().allMatch(replicas -> replicas == 0);
    }

    private static List<String> row(Fate fate) {
        String waits = fate.tolerated().isZero()
                ? ""
                : "its policy tolerates the loss for " + fate.tolerated().toSeconds() + " s";
        return List.of(
                fate.display(),
                placed(fate.before()),
                placed(fate.after()),
                fate.outcome().label(),
                fate.why().isEmpty() ? waits : fate.why());
    }

    /** As {@code eu-1:3 us-2:1}, or the clusters alone for what has no replicas. */
    static String placed(SortedMap<String, Integer> replicas) {
        return replicas.isEmpty()
                ? "nowhere"
                : replicas.entrySet().stream()
                        .map(each -> each.getValue() > 0 ? each.getKey() + ":" + each.getValue() : each.getKey())
                        .collect(Collectors.joining(" "));
    }
}
