package dev.flotilla.apiserver.discovery;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code /version}. */
public final class VersionInfo implements Handler {
    private final ObjectNode document;

    /** @param gitVersion the release of Kubernetes whose API is served, as {@code v1.36.4} */
    public VersionInfo(String gitVersion) {
        String[] numbers = gitVersion.substring(1).split("[.+-]");
        document = ObjectJson.mapper().createObjectNode();
        document.put("major", numbers[0])
                .put("minor", numbers[1])
                .put("gitVersion", gitVersion + "+flotilla")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-11-24T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac")
                .put("platform", "java/" + Runtime.version().feature());
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        return ApiResponse.json(200, document);
    }
}
