package dev.flotilla.api.work;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What a binding must not say. */
public final class BindingRules implements KindRules {
    public static final KindRules RULES = new BindingRules();

    private BindingRules() {}

    @Override
    public List<FieldError> validate(ObjectNode binding, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        BindingSpec spec = BindingSpec.of(binding);
        distinct(spec.clusters().stream().map(TargetCluster::name).toList(), "spec.clusters", errors);
        distinct(spec.removing().stream().map(Removal::cluster).toList(), "spec.removing", errors);
        for (int index = 0; index < spec.gracefulEvictionTasks().size(); index++) {
            EvictionTask task = spec.gracefulEvictionTasks().get(index);
            if (task.gracePeriodSeconds() != null && task.suppressDeletion() != null) {
                errors.add(FieldError.invalid(
                        "spec.gracefulEvictionTasks[" + index + "].gracePeriodSeconds",
                        task.gracePeriodSeconds().toString(),
                        "may not be set together with suppressDeletion"));
            }
        }
        return errors;
    }

    private static void distinct(List<String> names, String path, List<FieldError> errors) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < names.size(); index++) {
            if (!seen.add(names.get(index))) {
                errors.add(FieldError.duplicate(path + "[" + index + "]", "\"" + names.get(index) + "\""));
            }
        }
    }
}
