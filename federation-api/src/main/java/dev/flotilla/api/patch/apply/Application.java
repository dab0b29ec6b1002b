package dev.flotilla.api.patch.apply;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.store.ObjectJson;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One configuration laid over one object.
 *
 * <pre>
 * merged   = live with the configuration's leaves
 * now      = fields of the configuration
 * object   = merged less (what the manager applied last and nobody owns now)
 * conflict = what others own and object has otherwise than live; an error, or, by force, taken from them
 * </pre>
 *
 * @param managers before it
 * @param live without managedFields; empty if there is no object yet
 */
record Application(FieldOwnership write, Managers managers, ObjectNode live, ObjectNode config) {
    private static final String KUBECTL = "kubectl";
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** @throws dev.flotilla.api.status.StatusException 409 if others own what it changes, and it is not forced to */
    ObjectNode outcome(boolean force) {
        TypeSchema schema = write.type().schema();
        FieldSet applied = Fields.of(config, schema).without(write.ignored());
        Managers.Manager applier = write.applier();
        Managers claimed = managers.with(applier, share(applied, applier));
        JsonNode merged = Merge.of(live, config, schema);
        JsonNode pruned = prune(merged, claimed, schema);
        ObjectNode object = asObject(Removal.withoutEmptied(pruned, merged));

        Comparison comparison = Comparison.of(live, asObject(pruned), schema).without(write.ignored());
        Conflicts conflicts = conflicts(claimed, applier, comparison.written());
        if (!force && !conflicts.isEmpty()) {
            refuseUnlessMigrating(conflicts, schema);
        }
        FieldSet lost = comparison.removed();
        Managers rest = claimed.others(
                applier,
                (other, fields) -> fields.difference(conflicts.fields().getOrDefault(other, FieldSet.EMPTY))
                        .difference(lost));
        boolean changed = !JsonTrees.same(live, object);
        Managers.Share share = share(FieldOwnership.ownable(applied), applier);
        rest = rest.with(
                applier,
                changed ? new Managers.Share(share.fields(), share.apiVersion(), Optional.of(write.now())) : share);
        syncLastApplied(object);
        rest.writeTo(object);
        return object;
    }

    private Managers.Share share(FieldSet fields, Managers.Manager applier) {
        Managers.Share before = managers.shares().get(applier);
        return new Managers.Share(fields, write.type().apiVersion(), before == null ? Optional.empty() : before.time());
    }

    private JsonNode prune(JsonNode merged, Managers claimed, TypeSchema schema) {
        FieldSet last = managers.fields(write.applier());
        if (last.isEmpty()) {
            return merged;
        }
        FieldSet lastNamed = Fields.withNamedFields(last, schema);
        FieldSet mergedFields = Fields.withNamedFields(Fields.of(merged, schema), schema);
        FieldSet owned = Fields.withNamedFields(claimed.allFields(), schema);

        JsonNode bare = Removal.of(merged, lastNamed, schema);
        JsonNode withOwned =
                Removal.of(merged, mergedFields.difference(named(bare, schema).union(owned)), schema);
        return Removal.of(
                merged, mergedFields.difference(named(withOwned, schema)).intersection(lastNamed), schema);
    }

    private static FieldSet named(JsonNode value, TypeSchema schema) {
        return Fields.withNamedFields(Fields.of(value, schema), schema);
    }

    private static Conflicts conflicts(Managers managers, Managers.Manager applier, FieldSet written) {
        TreeMap<Managers.Manager, FieldSet> found = new TreeMap<>();
        managers.shares().forEach((other, share) -> {
            FieldSet both = share.fields().intersection(written);
            if (!other.equals(applier) && !both.isEmpty()) {
                found.put(other, both);
            }
        });
        return new Conflicts(found);
    }

    /** What kubectl applied from the client's side before is its own to change. */
    private void refuseUnlessMigrating(Conflicts conflicts, TypeSchema schema) {
        Conflicts left = write.manager().equals(KUBECTL) ? conflicts.without(lastApplied(schema)) : conflicts;
        if (!left.isEmpty()) {
            throw left.status().exception();
        }
    }

    /** The fields of the last configuration that kubectl applied from the client's side, as far as they still stand. */
    private FieldSet lastApplied(TypeSchema schema) {
        String text = annotation(live);
        if (text.isEmpty()) {
            return FieldSet.EMPTY;
        }
        try {
            JsonNode last = ObjectJson.mapper().readTree(text);
            boolean usable = last.isObject()
                    && last.path("apiVersion").asString("").equals(write.type().apiVersion())
                    && TypeCheck.errors(last, schema).isEmpty();
            if (!usable) {
                return FieldSet.EMPTY;
            }
            Comparison since = Comparison.of(last, live, schema);
            return Fields.of(last, schema).difference(since.written()).difference(since.removed());
        } catch (JacksonException malformed) {
            return FieldSet.EMPTY;
        }
    }

    /** Keeps the annotation of client-side apply true for those who go back to it. */
    private void syncLastApplied(ObjectNode object) {
        if (write.manager().equals(KUBECTL) && !annotation(object).isEmpty()) {
            ObjectNode last = config.deepCopy();
            if (last.path("metadata").path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(LAST_APPLIED);
            }
            object.withObject("/metadata/annotations").put(LAST_APPLIED, last + "\n");
        }
    }

    private static String annotation(ObjectNode object) {
        return object.path("metadata").path("annotations").path(LAST_APPLIED).asString("");
    }

    private static ObjectNode asObject(JsonNode value) {
        return value instanceof ObjectNode object
                ? object.deepCopy()
                : ObjectJson.mapper().createObjectNode();
    }
}
