package dev.flotilla.e2e.rbac;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.e2e.member.Answer;
import dev.flotilla.e2e.member.Api;
import java.net.http.HttpRequest;
import tools.jackson.databind.JsonNode;

/** An administrator who acts in another's name. */
record Impersonated(UserInfo user) {
    Answer send(Api api, String method, String path, JsonNode body) {
        String type = method.equals("PATCH") ? Api.MERGE : Api.JSON;
        HttpRequest.Builder request = api.request(path)
                .header("Accept", Api.JSON)
                .header("Content-Type", type)
                .header("Impersonate-User", user.name())
                .method(
                        method,
                        HttpRequest.BodyPublishers.ofByteArray(
                                ObjectJson.mapper().writeValueAsBytes(body)));
        user.groups().forEach(group -> request.header("Impersonate-Group", group));
        return api.send(request);
    }
}
