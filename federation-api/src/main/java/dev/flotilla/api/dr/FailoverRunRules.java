package dev.flotilla.api.dr;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Checks of FailoverRun. */
public final class FailoverRunRules implements KindRules {
    public static final KindRules RULES = new FailoverRunRules();

    private FailoverRunRules() {}

    @Override
    public List<FieldError> validate(ObjectNode run, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        FailoverRunSpec spec = FailoverRunSpec.of(run);
        SiteRules.check(spec.sites(), errors);
        SiteRules.guards(spec.guards(), errors);
        Fixed.check(run, old, errors);
        return errors;
    }
}
