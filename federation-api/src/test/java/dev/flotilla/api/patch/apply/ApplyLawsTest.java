package dev.flotilla.api.patch.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.schema.Field;
import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.schema.TypeSchema;
import dev.flotilla.api.schema.TypeSchema.ListKind;
import dev.flotilla.api.schema.TypeSchema.ScalarKind;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What must hold of server-side apply for any objects; each case is made from a seed. */
final class ApplyLawsTest {
    private static final int SEEDS = 200;
    private static final TypeSchema STRING = new TypeSchema.Scalar(ScalarKind.STRING);
    private static final TypeSchema.Struct ITEM =
            struct(Map.of("name", STRING, "value", STRING, "opts", new TypeSchema.MapOf(STRING, false)));
    private static final TypeSchema.Struct SPEC = struct(Map.of(
            "size",
            new TypeSchema.Scalar(ScalarKind.INT64),
            "name",
            STRING,
            "tags",
            new TypeSchema.ListOf(STRING, ListKind.SET, List.of()),
            "items",
            new TypeSchema.ListOf(ITEM, ListKind.MAP, List.of("name")),
            "cmds",
            new TypeSchema.ListOf(STRING, ListKind.ATOMIC, List.of()),
            "labels",
            new TypeSchema.MapOf(STRING, false),
            "sel",
            new TypeSchema.MapOf(STRING, true),
            "free",
            new TypeSchema.Any()));
    private static final ResourceType TYPE = new ResourceType(
            "x.y",
            "v1",
            "Thing",
            "things",
            "thing",
            true,
            List.of(),
            List.of(),
            Set.of(),
            Map.of(),
            true,
            false,
            struct(Map.of(
                    "apiVersion",
                    STRING,
                    "kind",
                    STRING,
                    "metadata",
                    struct(Map.of("name", STRING, "labels", new TypeSchema.MapOf(STRING, false))),
                    "spec",
                    SPEC)));

    @Test
    void applyingTwiceChangesNothingMore() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            ObjectNode live = applied("a", Optional.empty(), config(random), true);
            ObjectNode config = config(random);

            ObjectNode once = applied("b", Optional.of(live), config, true);
            ObjectNode twice = applied("b", Optional.of(once), config, false);

            assertThat(twice).as("seed %d", seed).isEqualTo(once);
        }
    }

    @Test
    void whatAnApplierLeavesOutGoesIfAndOnlyIfNobodyElseOwnsIt() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            ObjectNode first = config(random);
            ObjectNode both =
                    applied("b", Optional.of(applied("a", Optional.empty(), first, true)), config(random), true);
            FieldSet others = owned(both, "b");

            ObjectNode left = applied("a", Optional.of(both), bare(), true);

            FieldSet stays = Fields.of(left, TYPE.schema());
            for (List<PathElement> path : owned(both, "a").paths()) {
                assertThat(stays.has(path)).as("seed %d: %s", seed, path).isEqualTo(others.has(path));
            }
            assertThat(owned(left, "a").isEmpty()).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void appliedFieldsAreInTheObjectAndOwned() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            ObjectNode live = applied("a", Optional.empty(), config(random), true);
            ObjectNode config = config(random);

            ObjectNode object = applied("b", Optional.of(live), config, true);

            FieldSet wanted = FieldOwnership.ownable(Fields.of(config, TYPE.schema()));
            assertThat(owned(object, "b")).as("seed %d", seed).isEqualTo(wanted);
            Comparison difference = Comparison.of(config, object, TYPE.schema());
            assertThat(difference.modified().isEmpty()).as("seed %d", seed).isTrue();
            assertThat(FieldOwnership.ownable(difference.removed()).isEmpty())
                    .as("seed %d: %s", seed, difference.removed().paths())
                    .isTrue();
        }
    }

    @Test
    void applyConflictsExactlyWhereAnUpdateWroteOtherValues() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            ObjectNode before = config(random);
            ownership("creator").recordUpdate(Optional.empty(), before);
            ObjectNode updated = before.deepCopy();
            updated.set("spec", spec(random));
            ownership("updater").recordUpdate(Optional.of(before), updated);
            ObjectNode config = config(random);

            FieldSet others = owned(updated, "creator").union(owned(updated, "updater"));
            JsonNode merged = Merge.of(updated, config, TYPE.schema());
            FieldSet expected = others.intersection(
                    Comparison.of(updated, merged, TYPE.schema()).written());

            assertThat(conflicts(updated, config))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(expected.paths().stream()
                            .map(path -> path.stream().map(PathElement::shown).reduce("", String::concat))
                            .toList());
        }
    }

    @Test
    void fieldSetsSurviveTheirWrittenForm() {
        for (int seed = 0; seed < SEEDS; seed++) {
            FieldSet fields = Fields.of(config(new Random(seed)), TYPE.schema());

            ObjectNode written = FieldsV1.encode(fields);

            assertThat(FieldsV1.decode(ObjectJson.mapper().readTree(written.toString())))
                    .as("seed %d", seed)
                    .isEqualTo(fields);
        }
    }

    @Test
    void setsObeyTheirAlgebra() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            FieldSet a = Fields.of(config(random), TYPE.schema());
            FieldSet b = Fields.of(config(random), TYPE.schema());

            assertThat(a.union(b)).as("seed %d", seed).isEqualTo(b.union(a));
            assertThat(a.difference(b).union(a.intersection(b)))
                    .as("seed %d", seed)
                    .isEqualTo(a);
            assertThat(a.difference(b).intersection(b).isEmpty())
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(a.difference(a).isEmpty()).as("seed %d", seed).isTrue();
            assertThat(a.union(b).without(b).intersection(b).isEmpty())
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @Test
    void removingWhatWasAddedGivesBackTheObject() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            ObjectNode live = config(random);
            JsonNode merged = Merge.of(live, config(random), TYPE.schema());
            Comparison added = Comparison.of(live, merged, TYPE.schema());

            JsonNode removed = Removal.withoutEmptied(Removal.of(merged, added.added(), TYPE.schema()), merged);

            Comparison rest = Comparison.of(live, removed, TYPE.schema());
            assertThat(rest.added().isEmpty())
                    .as("seed %d: %s", seed, rest.added().paths())
                    .isTrue();
            assertThat(rest.modified()).as("seed %d", seed).isEqualTo(added.modified());
        }
    }

    @Test
    void everyFieldHasAnOwnerAfterUpdates() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            ObjectNode live = config(random);
            ownership("m").recordUpdate(Optional.empty(), live);
            for (String manager : List.of("n", "o", "m")) {
                ObjectNode next = live.deepCopy();
                next.set("spec", spec(random));
                ownership(manager).recordUpdate(Optional.of(live), next);
                live = next;
            }

            ObjectNode withoutManagers = live.deepCopy();
            withoutManagers.withObject("/metadata").remove("managedFields");
            FieldSet present = FieldOwnership.ownable(Fields.of(withoutManagers, TYPE.schema()));
            FieldSet all = owned(live, "m").union(owned(live, "n")).union(owned(live, "o"));
            assertThat(present.difference(all).isEmpty())
                    .as("seed %d: unowned %s", seed, present.difference(all).paths())
                    .isTrue();
        }
    }

    @Test
    void orderOfFieldsAndKindOfNumberDoNotCountAsAChange() {
        for (int seed = 0; seed < SEEDS; seed++) {
            ObjectNode object = config(new Random(seed));
            ObjectNode shuffled = (ObjectNode) shuffled(object, new Random(seed));

            assertThat(JsonTrees.same(object, shuffled)).as("seed %d", seed).isTrue();
            assertThat(Comparison.of(object, shuffled, TYPE.schema()).isSame())
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    private static List<String> conflicts(ObjectNode live, ObjectNode config) {
        try {
            applied("applier", Optional.of(live), config, false);
            return List.of();
        } catch (StatusException refusal) {
            assertThat(refusal.status().code()).isEqualTo(409);
            return refusal.status().details().orElseThrow().causes().stream()
                    .map(cause -> cause.field())
                    .distinct()
                    .toList();
        }
    }

    private static FieldSet owned(ObjectNode object, String manager) {
        FieldSet all = FieldSet.EMPTY;
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            if (entry.path("manager").stringValue().equals(manager)) {
                all = all.union(FieldsV1.decode(entry.path("fieldsV1")));
            }
        }
        return all;
    }

    private static ObjectNode applied(String manager, Optional<ObjectNode> live, ObjectNode config, boolean force) {
        return ownership(manager).apply(live, config, force);
    }

    private static FieldOwnership ownership(String manager) {
        return new FieldOwnership(TYPE, manager, "", List.of(), Instant.parse("2026-11-24T02:03:04Z"));
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = object.objectNode();
                List<String> names = new ArrayList<>(object.propertyNames());
                Collections.shuffle(names, random);
                names.forEach(name -> copy.set(name, shuffled(object.path(name), random)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode();
                array.forEach(item -> copy.add(shuffled(item, random)));
                yield copy;
            }
            default ->
                node.isIntegralNumber() ? ObjectJson.mapper().getNodeFactory().numberNode(node.longValue()) : node;
        };
    }

    private static ObjectNode bare() {
        ObjectNode object = ObjectJson.mapper().createObjectNode();
        object.put("apiVersion", "x.y/v1")
                .put("kind", "Thing")
                .putObject("metadata")
                .put("name", "t");
        return object;
    }

    private static ObjectNode config(Random random) {
        ObjectNode object = bare();
        if (random.nextBoolean()) {
            strings(random, object.withObject("/metadata").putObject("labels"));
        }
        object.set("spec", spec(random));
        return object;
    }

    private static ObjectNode spec(Random random) {
        ObjectNode spec = ObjectJson.mapper().createObjectNode();
        spec.put("name", value(random));
        if (random.nextBoolean()) {
            spec.put("size", random.nextInt(3));
        }
        if (random.nextBoolean()) {
            some(random).forEach(spec.putArray("tags")::add);
        }
        if (random.nextBoolean()) {
            ArrayNode items = spec.putArray("items");
            for (String name : some(random)) {
                ObjectNode item = items.addObject().put("name", name);
                if (random.nextBoolean()) {
                    item.put("value", value(random));
                }
                if (random.nextBoolean()) {
                    strings(random, item.putObject("opts"));
                }
            }
        }
        if (random.nextBoolean()) {
            some(random).forEach(spec.putArray("cmds")::add);
        }
        for (String map : List.of("labels", "sel", "free")) {
            if (random.nextBoolean()) {
                strings(random, spec.putObject(map));
            }
        }
        return spec;
    }

    /** At least one entry: what is empty has a leaf of its own, whose ownership is another matter. */
    private static void strings(Random random, ObjectNode into) {
        some(random).forEach(name -> into.put(name, value(random)));
    }

    private static List<String> some(Random random) {
        List<String> names = new ArrayList<>(List.of("p", "q", "r"));
        Collections.shuffle(names, random);
        return names.subList(0, 1 + random.nextInt(3));
    }

    private static String value(Random random) {
        return List.of("x", "y", "z").get(random.nextInt(3));
    }

    private static TypeSchema.Struct struct(Map<String, TypeSchema> types) {
        SequencedMap<String, Field> fields = new LinkedHashMap<>();
        types.forEach((name, type) -> fields.put(name, Field.custom(name, type, false, Optional.empty())));
        return new TypeSchema.Struct("Thing", fields, false, false);
    }
}
