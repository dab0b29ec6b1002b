package dev.flotilla.apiserver.openapi;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.discovery.Discovery;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code /openapi/v3} and the documents that it lists. A document is written when it is first asked for. */
public final class OpenApi implements Handler {
    private static final String ROOT = "/openapi/v3";
    private static final int DOCUMENTS_MAX = 64;

    private final Supplier<ServedCatalog> catalog;
    private final Map<String, byte[]> byHash = new ConcurrentHashMap<>();

    public OpenApi(Supplier<ServedCatalog> catalog) {
        this.catalog = catalog;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        ServedCatalog now = catalog.get();
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
        String hash = hash(types, catalog);
        if (byHash.size() > DOCUMENTS_MAX) {
            byHash.clear();
        }
        byte[] body = byHash.computeIfAbsent(hash, _ -> GroupVersionDocument.write(types, catalog));
        ApiResponse answer = ApiResponse.json(200, body).with("ETag", "\"" + hash + "\"");
        return request.query().text("hash").equals(hash)
                ? answer.with("Cache-Control", "public, immutable")
                : answer.with("Cache-Control", "no-cache, private");
    }

    private static String hash(List<ResourceType> types, ServedCatalog catalog) {
        try {
            byte[] text = GroupVersionDocument.fingerprint(types, catalog).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-512").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-512", e);
        }
    }
}
