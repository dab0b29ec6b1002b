package dev.flotilla.api.cluster;

import dev.flotilla.api.schema.Quantity;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The grades of nodes: the nine that a cluster has if it names none, and what grades must not say. */
final class ResourceModels {
    private static final List<String> CPU_BOUNDS = List.of("0", "1", "2", "4", "8", "16", "32", "64", "128");
    private static final List<String> MEMORY_BOUNDS =
            List.of("0", "4Gi", "16Gi", "32Gi", "64Gi", "128Gi", "256Gi", "512Gi", "1Ti");
    private static final String UNBOUNDED = Long.toString(Long.MAX_VALUE);

    private ResourceModels() {}

    static ArrayNode standard() {
        ArrayNode models = ObjectJson.mapper().createArrayNode();
        for (int grade = 0; grade < CPU_BOUNDS.size(); grade++) {
            ObjectNode model = models.addObject().put("grade", grade);
            ArrayNode ranges = model.putArray("ranges");
            range(ranges.addObject(), "cpu", CPU_BOUNDS, grade);
            range(ranges.addObject(), "memory", MEMORY_BOUNDS, grade);
        }
        return models;
    }

    private static void range(ObjectNode range, String name, List<String> bounds, int grade) {
        boolean last = grade == bounds.size() - 1;
        range.put("name", name).put("min", bounds.get(grade)).put("max", last ? UNBOUNDED : bounds.get(grade + 1));
    }

    static void check(List<ClusterSpec.ResourceModel> models, String path, List<FieldError> errors) {
        for (int index = 0; index < models.size(); index++) {
            ClusterSpec.ResourceModel model = models.get(index);
            String at = path + "[" + index + "]";
            if (model.grade() != index) {
                errors.add(FieldError.invalid(at + ".grade", "" + model.grade(), "grades must be consecutive from 0"));
            }
            if (!names(model).equals(names(models.getFirst()))) {
                errors.add(FieldError.invalid(
                        at + ".ranges", names(model).toString(), "every grade must name the same resources, in order"));
                return;
            }
            for (int range = 0; range < model.ranges().size(); range++) {
                bounds(models, index, range, at + ".ranges[" + range + "]", errors);
            }
        }
    }

    private static List<String> names(ClusterSpec.ResourceModel model) {
        List<String> names = new ArrayList<>();
        model.ranges().forEach(range -> names.add(range.name()));
        return names;
    }

    private static void bounds(
            List<ClusterSpec.ResourceModel> models, int grade, int range, String path, List<FieldError> errors) {
        ClusterSpec.ResourceRange own = models.get(grade).ranges().get(range);
        Quantity min = Quantity.parse(own.min());
        Quantity max = Quantity.parse(own.max());
        if (min.compareTo(max) >= 0) {
            errors.add(FieldError.invalid(path, own.max(), "max must be larger than min " + own.min()));
        }
        String startsAt =
                grade == 0 ? "0" : models.get(grade - 1).ranges().get(range).max();
        if (min.compareTo(Quantity.parse(startsAt)) != 0) {
            errors.add(FieldError.invalid(
                    path + ".min", own.min(), "the range must begin where the one before ends: " + startsAt));
        }
        if (grade == models.size() - 1 && max.compareTo(Quantity.parse(UNBOUNDED)) != 0) {
            errors.add(FieldError.invalid(path + ".max", own.max(), "the last grade must end at " + UNBOUNDED));
        }
    }
}
