package dev.flotilla.apiserver.write;

import dev.flotilla.api.lifecycle.DeleteOptions;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads DeleteOptions, which may stand in the body or in the query; the body wins. */
final class DeleteBody {
    private DeleteBody() {}

    static ObjectNode read(ApiRequest http) {
        return http.body().length == 0
                ? ObjectJson.mapper().createObjectNode()
                : Decoder.decode(http.body(), Bodies.form(http), Expected.deleteOptions())
                        .object();
    }

    static DeleteOptions options(ObjectNode body, Query query) {
        JsonNode grace = body.path("gracePeriodSeconds");
        Optional<Long> queried = query.number("gracePeriodSeconds");
        OptionalLong seconds = grace.isNumber()
                ? OptionalLong.of(grace.asLong())
                : queried.map(OptionalLong::of).orElse(OptionalLong.empty());
        JsonNode preconditions = body.path("preconditions");
        return new DeleteOptions(
                policy(body, query),
                seconds,
                text(preconditions.path("uid")),
                text(preconditions.path("resourceVersion")));
    }

    /** {@code orphanDependents} is what there was before policies; it does not go together with one. */
    private static Optional<String> policy(ObjectNode body, Query query) {
        Optional<String> policy = text(body.path("propagationPolicy"))
                .or(() -> query.first("propagationPolicy").filter(text -> !text.isEmpty()));
        JsonNode orphans = body.path("orphanDependents");
        Optional<Boolean> orphan = orphans.isBoolean()
                ? Optional.of(orphans.asBoolean())
                : query.first("orphanDependents").map(_ -> query.flag("orphanDependents"));
        if (policy.isPresent() && orphan.isPresent()) {
            throw WriteOptions.refused(
                    "DeleteOptions",
                    FieldError.invalid(
                            "propagationPolicy",
                            '"' + policy.get() + '"',
                            "orphanDependents and deletionPropagation cannot be both set"));
        }
        return policy.or(() -> orphan.map(yes -> yes ? "Orphan" : "Background"));
    }

    static boolean dryRun(ObjectNode body, Query query) {
        List<String> values = new ArrayList<>(query.values().getOrDefault("dryRun", List.of()));
        body.path("dryRun").forEach(value -> values.add(value.asString("")));
        return WriteOptions.dryRun(values, "DeleteOptions");
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node.asString("")).filter(text -> !text.isEmpty());
    }
}
