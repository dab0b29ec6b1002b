package dev.flotilla.apiserver.write;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.admission.Operation;
import dev.flotilla.apiserver.request.Query;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A write's options as an object, which admission is shown; a patch is an update there. */
final class OperationOptions {
    private OperationOptions() {}

    static ObjectNode of(ResourceRequest request, Operation operation) {
        ObjectNode options = ObjectJson.mapper().createObjectNode();
        String kind = switch (operation) {
            case CREATE -> "CreateOptions";
            case UPDATE -> "UpdateOptions";
            case DELETE -> "DeleteOptions";
            case CONNECT -> "";
        };
        options.put("kind", kind).put("apiVersion", "meta.k8s.io/v1");
        Query query = request.query();
        if (operation == Operation.DELETE) {
            deletion(options, request);
            return options;
        }
        dryRun(options, query);
        text(options, query, "fieldManager");
        text(options, query, "fieldValidation");
        return options;
    }

    private static void deletion(ObjectNode options, ResourceRequest request) {
        Query query = request.query();
        query.number("gracePeriodSeconds").ifPresent(seconds -> options.put("gracePeriodSeconds", seconds));
        text(options, query, "propagationPolicy");
        dryRun(options, query);
        DeleteBody.read(request.http()).properties().forEach(each -> {
            if (!each.getKey().equals("kind") && !each.getKey().equals("apiVersion")) {
                options.set(each.getKey(), each.getValue());
            }
        });
    }

    private static void dryRun(ObjectNode options, Query query) {
        List<String> values = query.values().getOrDefault("dryRun", List.of());
        if (!values.isEmpty()) {
            values.forEach(options.putArray("dryRun")::add);
        }
    }

    private static void text(ObjectNode options, Query query, String name) {
        if (!query.text(name).isEmpty()) {
            options.put(name, query.text(name));
        }
    }
}
