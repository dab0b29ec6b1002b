package dev.flotilla.api.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.Optional;

/**
 * {@code list.sortBy(e, key)}: the list is bound to a name, its keys are computed, and both are handed to a function.
 */
final class SortByMacro {
    private static final String INPUT = "@__sortBy_input__";
    static final CelMacro MACRO = CelMacro.newReceiverMacro("sortBy", 2, SortByMacro::expand);

    private SortByMacro() {}

    private static Optional<CelExpr> expand(CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> args) {
        return CelStandardMacro.MAP
                .getDefinition()
                .getExpander()
                .expandMacro(factory, factory.newIdentifier(INPUT), args)
                .map(keys -> factory.fold(
                        "#unused",
                        factory.newList(),
                        INPUT,
                        target,
                        factory.newBoolLiteral(false),
                        factory.newIdentifier(INPUT),
                        factory.newReceiverCall("@sortByAssociatedKeys", factory.newIdentifier(INPUT), keys)));
    }
}
