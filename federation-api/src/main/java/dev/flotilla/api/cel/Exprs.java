package dev.flotilla.api.cel;

import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Walks expressions. */
final class Exprs {
    private Exprs() {}

    static void walk(CelExpr expr, Consumer<CelExpr> visitor) {
        visitor.accept(expr);
        children(expr).forEach(child -> walk(child, visitor));
    }

    private static List<CelExpr> children(CelExpr expr) {
        return switch (expr.getKind()) {
            case SELECT -> List.of(expr.select().operand());
            case CALL ->
                Stream.concat(expr.call().target().stream(), expr.call().args().stream())
                        .toList();
            case LIST -> expr.list().elements();
            case MAP ->
                expr.map().entries().stream()
                        .flatMap(entry -> Stream.of(entry.key(), entry.value()))
                        .toList();
            case STRUCT ->
                expr.struct().entries().stream()
                        .map(CelExpr.CelStruct.Entry::value)
                        .toList();
            case COMPREHENSION ->
                List.of(
                        expr.comprehension().iterRange(),
                        expr.comprehension().accuInit(),
                        expr.comprehension().loopCondition(),
                        expr.comprehension().loopStep(),
                        expr.comprehension().result());
            default -> List.of();
        };
    }
}
