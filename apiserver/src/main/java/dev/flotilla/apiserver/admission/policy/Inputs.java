package dev.flotilla.apiserver.admission.policy;

import dev.flotilla.api.cel.Bindings;
import dev.flotilla.api.cel.value.JsonValues;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What expressions are evaluated about.
 *
 * @param object as it is to be, in the version that the policy names; empty for a deletion
 * @param request what is asked, without the objects
 * @param namespace that the object is in
 * @param params of a policy
 * @param authorizer knows the rights of the user
 */
public record Inputs(
        Optional<ObjectNode> object,
        Optional<ObjectNode> old,
        ObjectNode request,
        Optional<ObjectNode> namespace,
        Optional<ObjectNode> params,
        Authorizer authorizer,
        UserInfo user) {
    Bindings bindings(Composition variables) {
        return name -> value(name, variables);
    }

    private @Nullable Object value(String name, Composition variables) {
        return switch (name) {
            case "object" -> json(object);
            case "oldObject" -> json(old);
            case "request" -> JsonValues.of(request);
            case "namespaceObject" -> json(namespace);
            case "params" -> json(params);
            case "variables" -> variables;
            case "authorizer" -> new AuthorizerFunctions.Subject(authorizer, user);
            case "authorizer.requestResource" -> own();
            default -> null;
        };
    }

    private static Object json(Optional<ObjectNode> tree) {
        JsonNode node = tree.<JsonNode>map(each -> each).orElse(JsonNodeFactory.instance.nullNode());
        return JsonValues.of(node);
    }

    private AuthorizerFunctions.ResourceCheck own() {
        JsonNode resource = request.path("requestResource");
        return new AuthorizerFunctions.ResourceCheck(
                new AuthorizerFunctions.Subject(authorizer, user),
                resource.path("group").asString(""),
                resource.path("resource").asString(""),
                request.path("requestSubResource").asString(""),
                request.path("namespace").asString(""),
                request.path("name").asString(""));
    }
}
