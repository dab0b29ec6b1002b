package dev.flotilla.simulator;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.simulator.fault.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Controls a simulator that runs in another process, found by its directory. */
public final class SimulatorClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final int port;
    private final String token;

    /** A cluster as the simulator describes it. */
    public record ClusterView(String name, String region, String endpoint, int nodes, int pods, Fault fault) {}

    private SimulatorClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** @throws IOException if no simulator ever ran in that directory, with what to do */
    public static SimulatorClient of(Path directory) throws IOException {
        SimulatorState state = SimulatorState.read(directory)
                .orElseThrow(() -> new IOException("no simulator runs in " + directory
                        + "; start one with `flotilla up`, or name its directory with --data"));
        return new SimulatorClient(
                state.adminPort(),
                Files.readString(directory.resolve(PrivateFiles.TOKEN)).strip());
    }

    public List<ClusterView> clusters() throws IOException, InterruptedException {
        return views(send(request("/clusters").GET().build()));
    }

    /**
     * Sets a fault and returns when it has effect.
     *
     * @param clusterOrRegion a cluster's name, or else a region's
     * @return the clusters that it was set for
     * @throws IOException if there is neither, or the simulator does not answer, with what to do
     */
    public List<ClusterView> set(String clusterOrRegion, Fault fault) throws IOException, InterruptedException {
        List<ClusterView> known = clusters();
        boolean cluster = known.stream().anyMatch(each -> each.name().equals(clusterOrRegion));
        boolean region = known.stream().anyMatch(each -> each.region().equals(clusterOrRegion));
        if (!cluster && !region) {
            throw new IOException("there is neither a cluster nor a region '" + clusterOrRegion + "'; there are "
                    + known.stream()
                            .map(each -> each.name() + (each.region().isEmpty() ? "" : " (" + each.region() + ")"))
                            .toList());
        }
        String path = (cluster ? "/clusters/" : "/regions/") + clusterOrRegion + "/fault";
        return views(send(request(path)
                .POST(HttpRequest.BodyPublishers.ofString(fault.toJson().toString()))
                .build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (java.net.ConnectException refused) {
            throw new IOException("the simulator does not run any more; start it with `flotilla up`", refused);
        }
        JsonNode body = ObjectJson.mapper().readTree(response.body());
        if (response.statusCode() != 200) {
            throw new IOException(body.path("message").asString("the simulator answered " + response.statusCode()));
        }
        return body;
    }

    private static List<ClusterView> views(JsonNode all) {
        List<ClusterView> views = new ArrayList<>();
        for (JsonNode each : all) {
            views.add(new ClusterView(
                    each.path("name").asString(""),
                    each.path("region").asString(""),
                    each.path("endpoint").asString(""),
                    each.path("nodes").asInt(0),
                    each.path("pods").asInt(0),
                    Fault.of(each.path("fault"))));
        }
        return List.copyOf(views);
    }

    @Override
    public void close() {
        http.close();
    }
}
