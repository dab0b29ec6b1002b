package dev.flotilla.apiserver.audit;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Words an event as {@code audit.k8s.io/v1 Event} does. */
final class AuditEvents {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int USER_AGENT_MAX = 1024;
    private static final String TRUNCATED = "...TRUNCATED";

    /** @param named the name of the object, if the path does not say it */
    record Outcome(ObjectNode status, Optional<JsonNode> response, String named) {}

    private AuditEvents() {}

    static ObjectNode event(
            AuditedRequest request,
            AuditLevel level,
            AuditStage stage,
            Instant now,
            Optional<UserInfo> impersonated,
            Optional<JsonNode> requestObject,
            Optional<Outcome> outcome,
            Map<String, String> annotations) {
        ObjectNode event = ObjectJson.mapper().createObjectNode();
        event.put("kind", "Event").put("apiVersion", "audit.k8s.io/v1").put("level", level.label());
        event.put("auditID", request.id()).put("stage", stage.label());
        event.put("requestURI", request.http().uri())
                .put("verb", request.access().verb());
        user(event.putObject("user"), request.user());
        impersonated.ifPresent(user -> user(event.putObject("impersonatedUser"), user));
        if (!request.address().isEmpty()) {
            event.putArray("sourceIPs").add(request.address());
        }
        request.http().header("user-agent").ifPresent(agent -> event.put("userAgent", shortened(agent)));
        if (request.access() instanceof AccessAttributes.Resource resource) {
            objectRef(
                    event.putObject("objectRef"),
                    resource,
                    outcome.map(Outcome::named).orElse(""));
        }
        outcome.ifPresent(each -> event.set("responseStatus", each.status()));
        requestObject.ifPresent(each -> event.set("requestObject", each));
        outcome.flatMap(Outcome::response).ifPresent(each -> event.set("responseObject", each));
        event.put("requestReceivedTimestamp", MICROS.format(request.received()));
        event.put("stageTimestamp", MICROS.format(now));
        if (!annotations.isEmpty()) {
            ObjectNode into = event.putObject("annotations");
            annotations.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(each -> into.put(each.getKey(), each.getValue()));
        }
        return event;
    }

    private static void user(ObjectNode into, UserInfo user) {
        if (!user.name().isEmpty()) {
            into.put("username", user.name());
        }
        if (!user.uid().isEmpty()) {
            into.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            user.groups().forEach(into.putArray("groups")::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = into.putObject("extra");
            user.extra().forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        }
    }

    private static void objectRef(ObjectNode into, AccessAttributes.Resource resource, String named) {
        put(into, "resource", resource.resource());
        put(into, "namespace", resource.namespace());
        put(into, "name", resource.name().isEmpty() ? named : resource.name());
        put(into, "apiGroup", resource.group());
        put(into, "apiVersion", resource.version());
        put(into, "subresource", resource.subresource());
    }

    private static void put(ObjectNode into, String field, String value) {
        if (!value.isEmpty()) {
            into.put(field, value);
        }
    }

    private static String shortened(String agent) {
        return agent.length() <= USER_AGENT_MAX ? agent : agent.substring(0, USER_AGENT_MAX) + TRUNCATED;
    }
}
