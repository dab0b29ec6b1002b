package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.discovery.Discovery;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code /openapi/v2}, {@code /openapi/v3} and the documents that the latter lists. A document is written when
 * it is first asked for.
 */
public final class OpenApi implements Handler {
    private static final String ROOT = "/openapi/v3";
    private static final int DOCUMENTS_MAX = 64;
    private static final int IMMUTABLE_DAYS = 365;

    private final Supplier<ServedCatalog> catalog;
    private final InstantSource clock;
    private final SwaggerAnswers swagger = new SwaggerAnswers();
    private final Map<String, byte[]> byHash = new ConcurrentHashMap<>();

    public OpenApi(Supplier<ServedCatalog> catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        ServedCatalog now = catalog.get();
        if (request.path().equals("/openapi/v2")) {
            return swagger.answer(request, now);
        }
        Map<String, List<ResourceType>> versions = versions(now);
        if (request.path().equals(ROOT)) {
            return ApiResponse.json(200, index(versions, now));
        }
        String asked = request.path().startsWith(ROOT + "/") ? request.path().substring(ROOT.length() + 1) : "";
        List<ResourceType> types = versions.get(asked);
        return types == null ? Discovery.notFound() : document(request, types, now);
    }

    private static Map<String, List<ResourceType>> versions(ServedCatalog catalog) {
        Map<String, List<ResourceType>> versions = new LinkedHashMap<>();
        for (ResourceType type : catalog.all()) {
            String path = (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
            versions.computeIfAbsent(path, _ -> new ArrayList<>()).add(type);
        }
        return versions;
    }

    private static ObjectNode index(Map<String, List<ResourceType>> versions, ServedCatalog catalog) {
        ObjectNode index = ObjectJson.mapper().createObjectNode();
        ObjectNode paths = index.putObject("paths");
        versions.forEach((path, types) ->
                paths.putObject(path).put("serverRelativeURL", ROOT + "/" + path + "?hash=" + hash(types, catalog)));
        return index;
    }

    private ApiResponse document(ApiRequest request, List<ResourceType> types, ServedCatalog catalog) {
        Optional<String> type = request.accept().firstOf(List.of(ApiResponse.JSON));
        if (type.isEmpty()) {
            return new ApiResponse.Whole(406, List.of(), new byte[0]).with("Vary", "Accept");
        }
        String hash = hash(types, catalog);
        String asked = request.query().text("hash");
        if (!asked.isEmpty() && !asked.equals(hash)) {
            return new ApiResponse.Whole(301, List.of(), new byte[0])
                    .with("Location", request.path() + "?hash=" + hash);
        }
        ApiResponse answer = unlessKnown(request, hash, type.get(), () -> body(hash, types, catalog))
                .with("Vary", "Accept");
        return asked.isEmpty()
                ? answer.with("Cache-Control", "no-cache, private")
                : answer.with("Cache-Control", "public, immutable").with("Expires", nextYear());
    }

    private byte[] body(String hash, List<ResourceType> types, ServedCatalog catalog) {
        if (byHash.size() > DOCUMENTS_MAX) {
            byHash.clear();
        }
        return byHash.computeIfAbsent(
                hash, _ -> ObjectJson.mapper().writeValueAsBytes(GroupVersionDocument.of(types, catalog)));
    }

    /** The body, or nothing for a client that has it already. */
    static ApiResponse unlessKnown(ApiRequest request, String hash, String type, Supplier<byte[]> body) {
        String tag = "\"" + hash + "\"";
        boolean known = request.header("if-none-match")
                .filter(given -> List.of(given.split("\\s*,\\s*")).contains(tag))
                .isPresent();
        ApiResponse answer =
                known ? new ApiResponse.Whole(304, List.of(), new byte[0]) : ApiResponse.of(200, type, body.get());
        return answer.with("ETag", tag);
    }

    private String nextYear() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().atOffset(ZoneOffset.UTC).plusDays(IMMUTABLE_DAYS));
    }

    private static String hash(List<ResourceType> types, ServedCatalog catalog) {
        return Hashes.sha512(GroupVersionDocument.fingerprint(types, catalog).getBytes(StandardCharsets.UTF_8));
    }
}
