package dev.flotilla.hub.search;

import dev.flotilla.api.cluster.Cluster;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.search.ResourceRegistrySpec;
import dev.flotilla.api.search.SearchKinds;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.types.FederationTypes;
import dev.flotilla.apiserver.discovery.Discovery;
import dev.flotilla.apiserver.request.Accept;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import dev.flotilla.apiserver.request.ResourcePath;
import dev.flotilla.apiserver.request.ResourceRequest;
import dev.flotilla.hub.proxy.Gateway;
import dev.flotilla.hub.proxy.ProxyPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code proxying/karmada/proxy/…}, where the fleet looks like one cluster, and {@code search/cache/…}, the
 * older form that lists alone. Federation's own kinds, and who one is, are the hub's to answer; all else is the
 * members'.
 */
public final class FleetSearch implements AutoCloseable {
    private static final String ROOT = "/apis/" + SearchKinds.GROUP + "/" + SearchKinds.VERSION;
    private static final String PROXYING = ROOT + "/proxying/karmada/proxy";
    private static final Set<String> HUBS_OWN = Stream.concat(
                    FederationTypes.kinds().stream().map(each -> each.group()),
                    Stream.of("authentication.k8s.io", "authorization.k8s.io"))
            .collect(Collectors.toUnmodifiableSet());
    private static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    /** The paths that are answered here. */
    public static final Predicate<String> PATHS =
            Pattern.compile(Pattern.quote(PROXYING) + "(/.*)?").asMatchPredicate();

    private final Gateway gateway;
    private final Members members;
    private final ObjectStore store;
    private final Discovery hub;

    public FleetSearch(Gateway gateway, ObjectStore store, SnapshotCatalog catalog) {
        this.gateway = gateway;
        this.members = new Members(gateway.upstreams());
        this.store = store;
        this.hub = new Discovery(() -> catalog.at(store.snapshot()));
    }

    /** Answers {@code proxying/karmada/proxy/…}. */
    public ApiResponse proxying(ResourceRequest request) {
        String name = request.path().name();
        if (!name.equals("karmada")) {
            throw StatusError.notFound(request.type().resource(), name).exception();
        }
        String path = request.path().rest();
        Optional<ResourcePath> resource = ResourcePath.parse(path.isEmpty() ? "/" : path);
        try {
            if (resource.isPresent()) {
                return HUBS_OWN.contains(resource.get().group())
                        ? elsewhere(path)
                        : members(request.http(), path, resource.get());
            }
            return path.matches("/api|/apis|/api/[^/]+|/apis/[^/]+(/[^/]+)?")
                    ? discovery(request.http(), path)
                    : elsewhere(path);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw StatusError.unavailable("the hub is shutting down; try again", 1)
                    .exception();
        }
    }

    /** Answers {@code search/cache/…}: one list of all that is found, never a page. */
    public ApiResponse cache(ResourceRequest request) {
        String path = "/" + request.path().subresource() + request.path().rest();
        ResourcePath resource = ResourcePath.parse(path)
                .filter(_ -> request.path().name().equals("cache"))
                .orElseThrow(() -> StatusError.badRequest("name a resource: " + ROOT + "/search/cache/api/v1/pods")
                        .exception());
        if (!request.http().method().equals("GET")) {
            throw notAllowed("search shows what there is; write to the hub, or to one cluster");
        }
        FleetQuestion question = question(request.http(), path, resource, "application/json");
        try {
            return resource.collection()
                    ? new FleetList(members, question).answer()
                    : new FleetObject(members, question).answer();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw StatusError.unavailable("the hub is shutting down; try again", 1)
                    .exception();
        }
    }

    private static ApiResponse elsewhere(String path) {
        if (path.startsWith(ROOT + "/proxying") || path.startsWith(ROOT + "/search")) {
            throw StatusError.badRequest("the fleet's view cannot be seen through itself")
                    .exception();
        }
        return new ApiResponse.Elsewhere(List.of(), path.isEmpty() ? "/" : path);
    }

    private ApiResponse members(ApiRequest request, String path, ResourcePath resource) throws InterruptedException {
        FleetQuestion question = question(request, path, resource, json(request.accept()));
        boolean read = request.method().equals("GET");
        if (resource.collection()) {
            if (!read) {
                throw notAllowed("which cluster it is meant for is not known; write to the hub, or to one cluster");
            }
            return resource.watch() || request.query().flag("watch")
                    ? watch(question, resource)
                    : new FleetList(members, question).answer();
        }
        if (read && resource.subresource().isEmpty()) {
            return new FleetObject(members, question).answer();
        }
        String object = path;
        if (!resource.subresource().isEmpty()) {
            object = path.substring(0, path.length() - resource.rest().length());
            object = object.substring(0, object.lastIndexOf('/'));
        }
        return switch (new FleetObject(members, question).locate(escaped(object))) {
            case FleetObject.Found.Nowhere nowhere -> nowhere.instead();
            case FleetObject.Found.In in -> inOne(request, question, in.cluster());
        };
    }

    private ApiResponse inOne(ApiRequest request, FleetQuestion question, String cluster) {
        Set<String> plain = Set.of("", "status", "scale", "ephemeralcontainers", "resize");
        if (plain.contains(question.resource().subresource())
                && !request.method().equals("GET")) {
            return new ApiResponse.Relay(List.of(), new FleetWrite(members, question, request, cluster)::run);
        }
        return new ApiResponse.Relay(
                List.of(),
                inbound -> gateway.relay(
                        inbound,
                        new Gateway.Outbound(
                                gateway.upstreams().find(cluster),
                                request.user(),
                                ProxyPath.behind(inbound.request().uri(), PROXYING),
                                PROXYING)));
    }

    private ApiResponse watch(FleetQuestion question, ResourcePath resource) {
        return new ApiResponse.Events(
                List.of(new ApiResponse.Header("Content-Type", "application/json")),
                new FleetWatch(members, question, () -> clusters(resource)));
    }

    private FleetQuestion question(ApiRequest request, String path, ResourcePath resource, String accept) {
        return new FleetQuestion(escaped(path), resource, request.query(), accept, request.user(), clusters(resource));
    }

    private List<String> clusters(ResourcePath resource) {
        List<ResourceRegistrySpec> registries = store.snapshot()
                .list(SearchKinds.REGISTRIES)
                .map(each -> ResourceRegistrySpec.of(each.tree()))
                .toList();
        return Registries.clusters(registries, members.clusters(), resource);
    }

    private ApiResponse discovery(ApiRequest request, String path) throws InterruptedException {
        String[] parts = path.substring(1).split("/");
        String root = "/" + parts[0];
        ApiRequest aggregated = new ApiRequest(
                "GET", root, Query.EMPTY, Map.of("accept", List.of(AGGREGATED)), new byte[0], request.user(), false);
        ObjectNode own = ObjectJson.parse(((ApiResponse.Whole) hub.handle(aggregated)).body());
        List<Reply> replies = members.ask(
                members.clusters().stream().map(Cluster::name).toList(),
                _ -> Members.Question.get(root, AGGREGATED, request.user()));
        List<ObjectNode> found = replies.stream()
                .filter(Reply.Found.class::isInstance)
                .map(each -> ((Reply.Found) each).tree())
                .filter(tree -> tree.path("kind").asString("").equals("APIGroupDiscoveryList"))
                .toList();
        return document(request, parts, FleetDiscovery.merged(own, found));
    }

    private ApiResponse document(ApiRequest request, String[] parts, ObjectNode merged) {
        boolean core = parts[0].equals("api");
        Optional<String> form = request.accept().aggregatedDiscovery();
        if (parts.length == 1 && form.isPresent()) {
            merged.put("apiVersion", "apidiscovery.k8s.io/" + form.get());
            return ApiResponse.of(
                    200,
                    "application/json;g=apidiscovery.k8s.io;v=" + form.get() + ";as=APIGroupDiscoveryList",
                    ObjectJson.mapper().writeValueAsBytes(merged));
        }
        if (parts.length == 1 && core) {
            return hub.handle(request("/api", request));
        }
        ObjectNode document = parts.length == 1
                ? FleetDiscovery.groups(merged)
                : core
                        ? FleetDiscovery.resources(merged, "", parts[1])
                        : parts.length == 2
                                ? FleetDiscovery.group(merged, parts[1])
                                : FleetDiscovery.resources(merged, parts[1], parts[2]);
        return document == null ? Discovery.notFound() : ApiResponse.json(200, document);
    }

    private static ApiRequest request(String path, ApiRequest like) {
        return new ApiRequest("GET", path, Query.EMPTY, like.headers(), new byte[0], like.user(), false);
    }

    /** What of the forms a client takes can be put together here: those in JSON. */
    private static String json(Accept accept) {
        String kept = accept.ranges().stream()
                .filter(range -> range.type().equals("application/json"))
                .map(range -> range.type()
                        + range.parameters().entrySet().stream()
                                .map(each -> ";" + each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(","));
        return kept.isEmpty() ? "application/json" : kept;
    }

    private static String escaped(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private static RuntimeException notAllowed(String why) {
        return new StatusError(
                        405,
                        "MethodNotAllowed",
                        "the server does not allow this method on the requested resource: "
                                + why.toLowerCase(Locale.ROOT),
                        Optional.empty())
                .exception();
    }

    @Override
    public void close() {
        members.close();
    }
}
