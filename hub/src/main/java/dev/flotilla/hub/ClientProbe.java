package dev.flotilla.hub;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.health.MemberProbe;
import dev.flotilla.health.MemberReading;
import dev.flotilla.health.MemberReading.ApiEnablement;
import dev.flotilla.health.ProbeSample;
import dev.flotilla.health.ProbeSample.Verdict;
import dev.flotilla.propagation.member.MemberClient;
import dev.flotilla.propagation.member.MemberReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks members over the same kind of client that writes to them. */
final class ClientProbe implements MemberProbe {
    /** Requests to one member at a time. */
    private static final int BESIDE = 4;

    private final ClusterClients clients;
    private final InstantSource clock;
    private final Duration patience;

    ClientProbe(ClusterClients clients, InstantSource clock, Duration patience) {
        this.clients = clients;
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public CompletionStage<ProbeSample> probe(StoredObject cluster, Snapshot snapshot) {
        return switch (clients.find(snapshot, cluster)) {
            case ClusterClients.Lookup.Missing(var reason) ->
                CompletableFuture.completedFuture(sample(Verdict.UNREACHABLE, reason));
            case ClusterClients.Lookup.Found(var client) ->
                client.read("/readyz")
                        .thenCompose(reply -> reply instanceof MemberReply.NotFound
                                ? client.read("/healthz")
                                : CompletableFuture.completedFuture(reply))
                        .thenApply(this::judge)
                        .toCompletableFuture()
                        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(
                                _ -> sample(Verdict.UNREACHABLE, "no answer within " + patience.toMillis() + " ms"));
        };
    }

    @Override
    public CompletionStage<MemberReading> read(StoredObject cluster, Snapshot snapshot) {
        return switch (clients.find(snapshot, cluster)) {
            case ClusterClients.Lookup.Missing(var reason) ->
                CompletableFuture.failedFuture(new IllegalStateException(reason));
            case ClusterClients.Lookup.Found(var client) -> read(client);
        };
    }

    private static CompletionStage<MemberReading> read(MemberClient client) {
        return object(client, "/version")
                .thenCompose(version -> apis(client)
                        .thenCompose(apis -> object(client, "/api/v1/nodes?resourceVersion=0")
                                .thenCombine(
                                        PodPages.read(path -> object(client, path)),
                                        (nodes, pods) -> new MemberReading(
                                                version.path("gitVersion").asString(""), apis, items(nodes), pods))));
    }

    private static CompletionStage<List<ApiEnablement>> apis(MemberClient client) {
        return object(client, "/apis").thenCompose(groups -> {
            List<String> versions = new ArrayList<>(List.of("v1"));
            groups.path("groups")
                    .forEach(group -> group.path("versions")
                            .forEach(version ->
                                    versions.add(version.path("groupVersion").asString())));
            return apis(client, versions, List.of());
        });
    }

    /** The rest of the versions, some at a time: each that is asked beside others takes a connection of its own. */
    private static CompletionStage<List<ApiEnablement>> apis(
            MemberClient client, List<String> versions, List<ApiEnablement> known) {
        if (versions.isEmpty()) {
            return CompletableFuture.completedFuture(known);
        }
        int some = Math.min(BESIDE, versions.size());
        CompletionStage<List<ApiEnablement>> all = CompletableFuture.completedFuture(known);
        for (String version : versions.subList(0, some)) {
            String path = version.contains("/") ? "/apis/" + version : "/api/" + version;
            all = all.thenCombine(object(client, path), (before, list) -> with(before, enablement(version, list)));
        }
        return all.thenCompose(sofar -> apis(client, versions.subList(some, versions.size()), sofar));
    }

    private static ApiEnablement enablement(String version, JsonNode list) {
        List<MemberReading.Resource> resources = new ArrayList<>();
        for (JsonNode each : list.path("resources")) {
            String name = each.path("name").asString();
            if (!name.contains("/")) {
                resources.add(new MemberReading.Resource(name, each.path("kind").asString()));
            }
        }
        return new ApiEnablement(version, resources);
    }

    private static CompletionStage<ObjectNode> object(MemberClient client, String path) {
        return client.read(path).thenApply(reply -> {
            if (reply instanceof MemberReply.Done(var object)) {
                return object;
            }
            throw new IllegalStateException("GET " + path + ": " + reply);
        });
    }

    private static List<JsonNode> items(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.path("items").forEach(items::add);
        return items;
    }

    private static List<ApiEnablement> with(List<ApiEnablement> before, ApiEnablement next) {
        List<ApiEnablement> all = new ArrayList<>(before);
        all.add(next);
        return all;
    }

    private ProbeSample judge(MemberReply reply) {
        return switch (reply) {
            case MemberReply.Done _ -> sample(Verdict.READY, "ok");
            case MemberReply.Unreachable(var reason) -> sample(Verdict.UNREACHABLE, reason);
            case MemberReply.Rejected(var code, var message) ->
                sample(Verdict.NOT_READY, "HTTP " + code + ": " + message);
            case MemberReply.Busy(var code, var message) -> sample(Verdict.NOT_READY, "HTTP " + code + ": " + message);
            case MemberReply.NotFound(var message) -> sample(Verdict.NOT_READY, message);
            case MemberReply.Conflict(var message) -> sample(Verdict.NOT_READY, message);
            case MemberReply.Exists(var message) -> sample(Verdict.NOT_READY, message);
        };
    }

    private ProbeSample sample(Verdict verdict, String detail) {
        return new ProbeSample(clock.instant(), verdict, detail);
    }
}
