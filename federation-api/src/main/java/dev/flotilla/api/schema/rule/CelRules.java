package dev.flotilla.api.schema.rule;

import dev.flotilla.api.status.FieldError;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All the rules of one version of a CustomResourceDefinition, compiled. Immutable. */
public final class CelRules {
    /** What all rules of one object may cost together. */
    static final long OBJECT_BUDGET = 10_000_000;

    private final Optional<RuleNode> root;

    private CelRules(Optional<RuleNode> root) {
        this.root = root;
    }

    /** What rules found: what refuses the object, and what an update is let through with. */
    public record Findings(List<FieldError> errors, List<FieldError> warnings) {
        static final Findings NONE = new Findings(List.of(), List.of());

        public Findings {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** Compiles the rules of a structural schema; one that cannot be compiled refuses every object. */
    public static CelRules compile(JsonNode schema) {
        return new CelRules(RuleNode.compile(schema));
    }

    /** Whether there is any rule. */
    public boolean exist() {
        return root.isPresent();
    }

    /** @param old what the object replaces; empty if it is new */
    public Findings check(ObjectNode object, Optional<ObjectNode> old) {
        return root.map(node -> RuleRun.check(node, object, old)).orElse(Findings.NONE);
    }
}
