package dev.flotilla.apiserver.discovery;

import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code /api}, {@code /apis} and what lies below them short of a resource. */
public final class Discovery implements Handler {
    private final Supplier<ResourceCatalog> catalog;

    public Discovery(Supplier<ResourceCatalog> catalog) {
        this.catalog = catalog;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Groups groups = Groups.of(catalog.get());
        Optional<String> aggregated = request.accept().aggregatedDiscovery();
        String[] parts = request.path().substring(1).split("/");
        return switch (parts.length) {
            case 1 -> {
                boolean core = parts[0].equals("api");
                yield aggregated.isPresent()
                        ? aggregated(request, groups, core ? List.of("") : groups.named(), aggregated.get())
                        : ApiResponse.json(200, core ? versions(request) : LegacyDiscovery.groupList(groups));
            }
            case 2 ->
                parts[0].equals("api")
                        ? resources(groups.versions("").get(parts[1]))
                        : groups.byName().containsKey(parts[1]) && !parts[1].isEmpty()
                                ? ApiResponse.json(200, LegacyDiscovery.group(groups, parts[1]))
                                : notFound();
            case 3 -> resources(groups.versions(parts[1]).get(parts[2]));
            default -> notFound();
        };
    }

    /** The answer to a path at which nothing is served. */
    public static ApiResponse notFound() {
        return ApiResponse.text(404, "404 page not found\n");
    }

    private static ObjectNode versions(ApiRequest request) {
        return LegacyDiscovery.versions(
                request.header("host").or(() -> request.header(":authority")).orElse(""));
    }

    private static ApiResponse resources(@Nullable List<ResourceType> types) {
        return types == null ? notFound() : ApiResponse.json(200, LegacyDiscovery.resourceList(types));
    }

    private static ApiResponse aggregated(ApiRequest request, Groups groups, Collection<String> names, String version) {
        byte[] body = ObjectJson.mapper().writeValueAsBytes(AggregatedDiscovery.document(groups, names, version));
        String tag = "\"" + hash(body) + "\"";
        boolean known = request.header("if-none-match").filter(tag::equals).isPresent();
        String type = ApiResponse.JSON + ";g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
        return ApiResponse.of(known ? 304 : 200, type, known ? new byte[0] : body)
                .with("ETag", tag)
                .with("Vary", "Accept")
                .with("Cache-Control", "public");
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
