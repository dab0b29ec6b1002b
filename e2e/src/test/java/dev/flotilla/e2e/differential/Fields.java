package dev.flotilla.e2e.differential;

import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Objects of named fields, each there as often as it is said to be. */
record Fields(List<Field> fields) implements Shape {
    private record Field(String name, int percent, Shape shape) {}

    static Fields none() {
        return new Fields(List.of());
    }

    Fields with(String name, Shape shape) {
        return with(name, 100, shape);
    }

    Fields with(String name, int percent, Shape shape) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, percent, shape));
        return new Fields(List.copyOf(more));
    }

    @Override
    public ObjectNode make(Chance chance) {
        ObjectNode made = ObjectJson.mapper().createObjectNode();
        for (Field field : fields) {
            if (chance.percent(field.percent)) {
                made.set(field.name, field.shape.make(chance));
            }
        }
        return made;
    }
}
