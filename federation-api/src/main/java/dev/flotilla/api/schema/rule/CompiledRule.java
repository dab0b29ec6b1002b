package dev.flotilla.api.schema.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.flotilla.api.cel.CelEnvironment;
import dev.flotilla.api.cel.Compilation;
import dev.flotilla.api.cel.Program;
import dev.flotilla.api.cel.cost.CostEstimate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule and what became of its expressions.
 *
 * @param program null if there is none to run
 * @param error what is wrong with the rule's expression; empty if nothing is
 * @param maxCost what one evaluation can cost at most
 */
record CompiledRule(
        Rule rule,
        @Nullable Program program,
        String error,
        long maxCost,
        @Nullable Program message,
        String messageError,
        long messageMaxCost) {
    static final String SELF = "self";
    static final String OLD_SELF = "oldSelf";
    private static final CelEnvironment BASE = CelEnvironment.kubernetes();

    boolean usesOldSelf() {
        return program != null && program.reads(OLD_SELF);
    }

    /** Compiles the rules of one place of a schema. */
    static List<CompiledRule> compile(List<Rule> rules, DeclaredType type) {
        List<StructType> structs = new ArrayList<>();
        CelType self = type.celType("selfType", structs);
        Map<Boolean, CelEnvironment> environments = new HashMap<>();
        List<CompiledRule> compiled = new ArrayList<>();
        for (Rule rule : rules) {
            CelEnvironment environment = environments.computeIfAbsent(
                    rule.optionalOldSelf(),
                    optional -> BASE.declare(
                            Map.of(SELF, self, OLD_SELF, optional ? OptionalType.create(self) : self), structs));
            compiled.add(compile(rule, environment, type));
        }
        return List.copyOf(compiled);
    }

    private static CompiledRule compile(Rule rule, CelEnvironment environment, DeclaredType type) {
        if (rule.text().isBlank()) {
            return new CompiledRule(rule, null, "", 0, null, "", 0);
        }
        return switch (environment.compile(rule.text())) {
            case Compilation.Refused refused -> refused(rule, "compilation failed: " + refused.message());
            case Compilation.Compiled(Program program) -> {
                if (!program.resultType().equals(SimpleType.BOOL)) {
                    yield refused(rule, "cel expression must evaluate to a bool");
                }
                long cost = CostEstimate.of(program.tree(), type.sizes()).max();
                yield withMessage(rule, program, cost, environment, type);
            }
        };
    }

    private static CompiledRule refused(Rule rule, String error) {
        return new CompiledRule(rule, null, error, 0, null, "", 0);
    }

    private static CompiledRule withMessage(
            Rule rule, Program program, long cost, CelEnvironment environment, DeclaredType type) {
        if (rule.messageExpression().isEmpty()) {
            return new CompiledRule(rule, program, "", cost, null, "", 0);
        }
        return switch (environment.compile(rule.messageExpression())) {
            case Compilation.Refused refused ->
                new CompiledRule(
                        rule, program, "", cost, null, "messageExpression compilation failed: " + refused.message(), 0);
            case Compilation.Compiled(Program message) -> {
                boolean text = message.resultType().equals(SimpleType.STRING);
                yield text
                        ? new CompiledRule(
                                rule,
                                program,
                                "",
                                cost,
                                message,
                                "",
                                CostEstimate.of(message.tree(), type.sizes()).max())
                        : new CompiledRule(
                                rule, program, "", cost, null, "messageExpression must evaluate to a string", 0);
            }
        };
    }
}
