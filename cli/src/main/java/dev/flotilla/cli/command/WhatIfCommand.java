package dev.flotilla.cli.command;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.HubObjects;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.local.LocalHub;
import dev.flotilla.dr.LossForecast;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
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
            LossForecast forecast = LossForecast.of(snapshot, Losses.clusters(snapshot, lose), Instant.now());
            if (output.json()) {
                System.out.println(ObjectJson.mapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(ForecastJson.of(forecast)));
            } else {
                System.out.print(ForecastText.of(forecast));
            }
            return forecast.survived() ? 0 : SOMETHING_FINDS_NO_PLACE;
        }
    }
}
