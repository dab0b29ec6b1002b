package dev.flotilla.api.dr;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and checks of DisasterRecoveryDrill. */
public final class DrillRules implements KindRules {
    public static final KindRules RULES = new DrillRules();

    /** A drill's run, its report and their keys are named after it. */
    private static final int NAME_LENGTH_MAX = 200;

    private DrillRules() {}

    @Override
    public void mutate(ObjectNode drill, Optional<ObjectNode> old, WriteContext context) {
        if (drill.path("spec") instanceof ObjectNode spec && spec.path("guards").isEmpty()) {
            spec.putArray("guards").add(RecordJson.write(Guard.DEFAULT));
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode drill, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        DrillSpec spec = DrillSpec.of(drill);
        SiteRules.check(spec.sites(), errors);
        SiteRules.guards(spec.guards(), errors);
        String name = drill.path("metadata").path("name").asString("");
        if (name.length() > NAME_LENGTH_MAX) {
            errors.add(FieldError.invalid(
                    "metadata.name", "\"" + name + "\"", "must have at most " + NAME_LENGTH_MAX + " characters"));
        }
        if (spec.objectives() != null && spec.objectives().rtoSeconds() > spec.maxSeconds()) {
            errors.add(FieldError.invalid(
                    "spec.objectives.rtoSeconds",
                    "" + spec.objectives().rtoSeconds(),
                    "must not exceed spec.maxSeconds (" + spec.maxSeconds()
                            + "): the drill would be given up before it can miss its objective"));
        }
        Fixed.check(drill, old, errors);
        return errors;
    }
}
