package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.UserInfo;
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
    private final Descriptions descriptions;
    private final SwaggerAnswers swagger = new SwaggerAnswers();
    private final Map<String, byte[]> byHash = new ConcurrentHashMap<>();

    public OpenApi(Supplier<ServedCatalog> catalog, InstantSource clock, Descriptions descriptions) {
        this.catalog = catalog;
        this.clock = clock;
        this.descriptions = descriptions;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        ServedCatalog now = catalog.get();
        if (request.path().equals("/openapi/v2")) {
            return swagger.answer(request, now);
        }
        Map<String, List<ResourceType>> versions = versions(now);
        if (request.path().equals(ROOT)) {
            return ApiResponse.json(200, index(versions, now, request.user()));
        }
        String asked = request.path().startsWith(ROOT + "/") ? request.path().substring(ROOT.length() + 1) : "";
        List<ResourceType> types = versions.get(asked);
        return types == null
                ? Discovery.notFound()
                : document(request, new Asked(types, now, descriptions.of(asked, request.user())));
    }

    private static Map<String, List<ResourceType>> versions(ServedCatalog catalog) {
        Map<String, List<ResourceType>> versions = new LinkedHashMap<>();
        for (ResourceType type : catalog.described()) {
            String path = (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
            versions.computeIfAbsent(path, _ -> new ArrayList<>()).add(type);
        }
        return versions;
    }

    /** One group-version's document. */
    private record Asked(List<ResourceType> types, ServedCatalog catalog, Optional<Descriptions.Described> described) {
        String hash() {
            String own = GroupVersionDocument.fingerprint(types, catalog);
            String words = described.map(each -> "\n" + each.version()).orElse("");
            return Hashes.sha512((own + words).getBytes(StandardCharsets.UTF_8));
        }
    }

    private ObjectNode index(Map<String, List<ResourceType>> versions, ServedCatalog catalog, UserInfo user) {
        ObjectNode index = ObjectJson.mapper().createObjectNode();
        ObjectNode paths = index.putObject("paths");
        versions.forEach((path, types) -> paths.putObject(path)
                .put(
                        "serverRelativeURL",
                        ROOT + "/" + path + "?hash=" + new Asked(types, catalog, descriptions.of(path, user)).hash()));
        return index;
    }

    private ApiResponse document(ApiRequest request, Asked document) {
        Optional<String> type = request.accept().firstOf(List.of(ApiResponse.JSON));
        if (type.isEmpty()) {
            return new ApiResponse.Whole(406, List.of(), new byte[0]).with("Vary", "Accept");
        }
        String hash = document.hash();
        String asked = request.query().text("hash");
        if (!asked.isEmpty() && !asked.equals(hash)) {
            return new ApiResponse.Whole(301, List.of(), new byte[0])
                    .with("Location", request.path() + "?hash=" + hash);
        }
        ApiResponse answer = unlessKnown(request, hash, type.get(), () -> body(hash, document))
                .with("Vary", "Accept");
        return asked.isEmpty()
                ? answer.with("Cache-Control", "no-cache, private")
                : answer.with("Cache-Control", "public, immutable").with("Expires", nextYear());
    }

    /** Words that could not be had this time are asked for again. */
    private byte[] body(String hash, Asked asked) {
        byte[] known = byHash.get(hash);
        if (known != null) {
            return known;
        }
        ObjectNode document = GroupVersionDocument.of(asked.types(), asked.catalog());
        Optional<ObjectNode> words =
                asked.described().flatMap(described -> described.document().get());
        words.ifPresent(from -> Descriptions.copy(from, document));
        byte[] body = ObjectJson.mapper().writeValueAsBytes(document);
        if (words.isPresent() || asked.described().isEmpty()) {
            remember(hash, body);
        }
        return body;
    }

    private void remember(String hash, byte[] body) {
        if (byHash.size() > DOCUMENTS_MAX) {
            byHash.clear();
        }
        byHash.put(hash, body);
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
}
