package dev.flotilla.api.patch.apply;

import dev.flotilla.api.patch.JsonTrees;
import dev.flotilla.api.schema.TypeSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What differs between two values of one type; no path is in two of the sets. */
record Comparison(FieldSet removed, FieldSet modified, FieldSet added) {
    boolean isSame() {
        return removed.isEmpty() && modified.isEmpty() && added.isEmpty();
    }

    /** Without these paths and what lies below them. */
    Comparison without(FieldSet ignored) {
        return new Comparison(removed.without(ignored), modified.without(ignored), added.without(ignored));
    }

    FieldSet written() {
        return modified.union(added);
    }

    static Comparison of(JsonNode before, JsonNode after, TypeSchema type) {
        Walk walk = new Walk(new FieldSet.Builder(), new FieldSet.Builder(), new FieldSet.Builder());
        walk.compare(before, after, type);
        return new Comparison(walk.removed.build(), walk.modified.build(), walk.added.build());
    }

    /** One place in both values; missing nodes stand for what is not there. */
    private record Walk(FieldSet.Builder removed, FieldSet.Builder modified, FieldSet.Builder added) {
        private Walk below(PathElement step) {
            return new Walk(removed.below(step), modified.below(step), added.below(step));
        }

        private void compare(JsonNode before, JsonNode after, TypeSchema type) {
            if (JsonTrees.same(before, after)) {
                return;
            }
            Shape was = Shape.of(type, before.isMissingNode() ? after : before);
            Shape is = Shape.of(type, after.isMissingNode() ? before : after);
            if (!was.equals(is)) {
                visit(was, before, after);
            }
            if (!visit(is, before, after)) {
                presence(before, after);
            }
        }

        /** @return whether the value is owned as a whole, so that its presence has been told */
        private boolean visit(Shape shape, JsonNode before, JsonNode after) {
            boolean bothEmpty = before.isEmpty() && after.isEmpty();
            return switch (shape) {
                case Shape.Leaf _ -> leaf(before, after);
                case Shape.Fields fields -> bothEmpty ? leaf(before, after) : fields(fields, before, after);
                case Shape.Items items -> bothEmpty ? leaf(before, after) : items(items.list(), before, after);
            };
        }

        private boolean leaf(JsonNode before, JsonNode after) {
            if (!presence(before, after) && !JsonTrees.same(before, after)) {
                modified.add();
            }
            return true;
        }

        private boolean presence(JsonNode before, JsonNode after) {
            if (before.isMissingNode()) {
                added.add();
            } else if (after.isMissingNode()) {
                removed.add();
            }
            return before.isMissingNode() || after.isMissingNode();
        }

        private boolean fields(Shape.Fields fields, JsonNode before, JsonNode after) {
            SequencedSet<String> names = new LinkedHashSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            for (String name : names) {
                below(PathElement.field(name))
                        .compare(held(fields, before, name), held(fields, after, name), fields.at(name));
            }
            return false;
        }

        private static JsonNode held(Shape.Fields fields, JsonNode holder, String name) {
            JsonNode held = holder.path(name);
            return held.isMissingNode() && holder.isObject() ? fields.absent(name) : held;
        }

        private boolean items(TypeSchema.ListOf list, JsonNode before, JsonNode after) {
            Map<PathElement, List<JsonNode>> were = ListItems.byIdentity(list, before);
            Map<PathElement, List<JsonNode>> are = ListItems.byIdentity(list, after);
            SequencedSet<PathElement> all = new LinkedHashSet<>(were.keySet());
            all.addAll(are.keySet());
            for (PathElement identity : all) {
                below(identity)
                        .item(
                                were.getOrDefault(identity, List.of()),
                                are.getOrDefault(identity, List.of()),
                                list.item());
            }
            return false;
        }

        /** Duplicates are compared as a whole, as though the item were atomic. */
        private void item(List<JsonNode> before, List<JsonNode> after, TypeSchema type) {
            if (before.size() <= 1 && after.size() <= 1) {
                compare(only(before), only(after), type);
            } else if (before.size() > 1 && after.size() > 1) {
                if (!sameItems(before, after)) {
                    modified.add();
                }
            } else if (before.size() > 1) {
                compare(MissingNode.getInstance(), only(after), type);
                removed.add();
            } else {
                compare(only(before), MissingNode.getInstance(), type);
                added.add();
            }
        }

        private static JsonNode only(List<JsonNode> items) {
            return items.isEmpty() ? MissingNode.getInstance() : items.getFirst();
        }

        private static boolean sameItems(List<JsonNode> left, List<JsonNode> right) {
            List<JsonNode> rest = new ArrayList<>(right);
            return left.size() == right.size()
                    && left.stream().allMatch(item -> JsonTrees.same(item, rest.removeFirst()));
        }
    }
}
