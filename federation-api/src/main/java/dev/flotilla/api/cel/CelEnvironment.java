package dev.flotilla.api.cel;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.flotilla.api.cel.function.FunctionSet;
import dev.flotilla.api.cel.function.Overload;
import dev.flotilla.api.cel.value.CelError;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What expressions can name: Kubernetes' functions and macros, given variables, and the object types those have.
 * Immutable; making one takes about a millisecond, so those who compile many expressions keep it.
 */
public final class CelEnvironment {
    /** Longer expressions are refused before they are parsed. */
    private static final int EXPRESSION_MAX = 100_000;

    private static final CelOptions OPTIONS = options();

    private final CelCompiler compiler;
    private final FunctionSet functions;

    private CelEnvironment(CelCompiler compiler, FunctionSet functions) {
        this.compiler = compiler;
        this.functions = functions;
    }

    /** Lists and maps hold one type, as in Kubernetes; dev.cel's newer way to say so words its errors otherwise. */
    @SuppressWarnings("deprecation")
    private static CelOptions options() {
        return CelOptions.current()
                .enableReservedIds(true)
                .enableOptionalSyntax(true)
                .enableHeterogeneousNumericComparisons(true)
                .enableHomogeneousLiterals(true)
                .enableTimestampEpoch(true)
                .maxExpressionCodePointSize(EXPRESSION_MAX)
                .build();
    }

    /** Kubernetes' functions and no variable. */
    public static CelEnvironment kubernetes() {
        return with(List.of());
    }

    /** @param more functions beside Kubernetes' own, such as those of an authorizer */
    public static CelEnvironment with(Collection<Overload> more) {
        FunctionSet functions = FunctionSet.kubernetes().and(more);
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(CelExtensions.optional(), CelExtensions.comprehensions())
                .addMacros(SortByMacro.MACRO)
                .addFunctionDeclarations(functions.declarations());
        return new CelEnvironment(builder.build(), functions);
    }

    /**
     * This environment with variables of given types.
     *
     * @param structs the object types that those types refer to by name, and nested ones
     */
    public CelEnvironment declare(Map<String, CelType> variables, Collection<StructType> structs) {
        CelCompilerBuilder builder = compiler.toCompilerBuilder();
        variables.forEach(builder::addVar);
        if (!structs.isEmpty()) {
            builder.setTypeProvider(new Structs(structs.stream()
                    .collect(ImmutableMap.toImmutableMap(StructType::name, each -> each, (one, _) -> one))));
        }
        return new CelEnvironment(builder.build(), functions);
    }

    /** The object types of one environment, by name. */
    private record Structs(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
        @Override
        public ImmutableList<CelType> types() {
            return ImmutableList.copyOf(byName.values());
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(byName.get(name));
        }
    }

    /** Parses and checks an expression and plans its evaluation. */
    public Compilation compile(String expression) {
        CelValidationResult result;
        try {
            result = compiler.compile(expression);
            if (result.hasError()) {
                return new Compilation.Refused(Issues.text(result.getErrors(), expression));
            }
            List<CelIssue> literals = LiteralRules.check(result.getAst());
            if (!literals.isEmpty()) {
                return new Compilation.Refused(Issues.text(literals, expression));
            }
            return new Compilation.Compiled(new Program(result.getAst(), Planner.plan(result.getAst(), functions)));
        } catch (CelError e) {
            return new Compilation.Refused(e.text());
        } catch (CelValidationException e) {
            return new Compilation.Refused(String.valueOf(e.getMessage()));
        } catch (StackOverflowError _) {
            return new Compilation.Refused("expression is nested too deeply");
        }
    }
}
