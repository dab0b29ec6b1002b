package dev.flotilla.e2e.member;

import dev.flotilla.api.store.ObjectJson;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * A case that is nothing but requests: {@code exchanges/*.yaml} beside this class hold them, {@code answers.json} what
 * a kube-apiserver answered. Each request is {@code [METHOD PATH, body, media type]}, where {@code NS} is a namespace
 * of the case's own and {@code ${2.metadata.name}} stands in the answer to the second request. Of one that begins with
 * {@code +} the code alone counts.
 */
record Exchange(String name, String section, List<Asked> asked) {
    /** @param body null for none, text as it is, anything else as JSON */
    record Asked(String method, String path, JsonNode body, String media, boolean whole) {}

    private static final Map<String, String> MEDIA = Map.of(
            "merge", Api.MERGE,
            "strategic", Api.STRATEGIC,
            "json-patch", Api.JSON_PATCH,
            "apply", Api.APPLY,
            "yaml", Api.YAML,
            "table", Api.TABLE,
            "metadata", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
            "metadata-list", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
            "", Api.JSON);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\d+)\\.([^}]+)}");

    static Exchange of(JsonNode written) {
        List<Asked> asked = new ArrayList<>();
        for (JsonNode request : written.path("requests")) {
            JsonNode line = request.isArray() ? request.get(0) : request;
            boolean codeAlone = line.asString().startsWith("+");
            String[] parts = line.asString().substring(codeAlone ? 1 : 0).split(" ", 2);
            String media = request.isArray() ? request.path(2).asString("") : "";
            asked.add(new Asked(
                    parts[0],
                    parts[1].startsWith("NS/") ? "/api/v1/namespaces/" + parts[1] : parts[1],
                    request.isArray() ? request.path(1) : ObjectJson.mapper().missingNode(),
                    MEDIA.getOrDefault(media, media),
                    !codeAlone));
        }
        return new Exchange(
                written.path("case").asString(), written.path("section").asString(), List.copyOf(asked));
    }

    /** Asks a server all of it, in a namespace of its own. */
    ArrayNode ask(Member member) {
        Namespace in = Namespace.in(member);
        List<Answer> answers = new ArrayList<>();
        ArrayNode shown = ObjectJson.mapper().createArrayNode();
        for (Asked each : asked) {
            Answer answer = member.api().send(request(member.api(), in.name(), each, answers));
            answers.add(answer);
            shown.add(Masked.of(answer, in.name(), each.whole()));
        }
        return shown;
    }

    private static HttpRequest.Builder request(Api api, String namespace, Asked asked, List<Answer> answers) {
        String path = filled(asked.path().replace("/NS", "/" + namespace), answers, true)
                .replace(" ", "%20");
        HttpRequest.Builder request = api.request(path);
        boolean reads = asked.method().equals("GET");
        request.header("Accept", reads && !asked.media().isEmpty() ? asked.media() : Api.JSON);
        if (!reads && !asked.media().equals("none")) {
            request.header("Content-Type", asked.media());
        }
        boolean none = asked.body().isMissingNode() || asked.body().isNull();
        String text = asked.body().isString()
                ? asked.body().stringValue()
                : asked.body().toString();
        return request.method(
                asked.method(),
                none
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(
                                filled(text.replace("\"NS\"", "\"" + namespace + "\""), answers, false)));
    }

    private static String filled(String text, List<Answer> answers, boolean encoded) {
        return REFERENCE.matcher(text).replaceAll(reference -> {
            Answer from = answers.get(Integer.parseInt(reference.group(1)) - 1);
            String value = from.text("/" + reference.group(2).replace('.', '/'));
            return Matcher.quoteReplacement(encoded ? URLEncoder.encode(value, StandardCharsets.UTF_8) : value);
        });
    }
}
