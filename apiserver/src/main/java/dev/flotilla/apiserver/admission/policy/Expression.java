package dev.flotilla.apiserver.admission.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.flotilla.api.cel.CelEnvironment;
import dev.flotilla.api.cel.Compilation;
import dev.flotilla.api.cel.Program;
import org.jspecify.annotations.Nullable;

/**
 * An expression and what became of its text.
 *
 * @param program null if it cannot be run
 * @param error why not; empty if it can
 */
record Expression(String text, @Nullable Program program, String error) {
    static Expression compile(String text, CelEnvironment environment) {
        return switch (environment.compile(text.strip())) {
            case Compilation.Compiled(Program program) -> new Expression(text, program, "");
            case Compilation.Refused(String message) -> new Expression(text, null, "compilation failed: " + message);
        };
    }

    /** What its result is known to be, as far as its text tells. */
    CelType type() {
        return program == null ? SimpleType.DYN : program.resultType();
    }
}
