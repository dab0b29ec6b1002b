package dev.flotilla.api.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.flotilla.api.cel.value.GoDurations;
import dev.flotilla.api.cel.value.JsonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds durations, times and regular expressions that stand in an expression and can never be read. */
final class LiteralRules {
    private final CelAbstractSyntaxTree tree;
    private final List<CelIssue> issues = new ArrayList<>();

    private LiteralRules(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    static List<CelIssue> check(CelAbstractSyntaxTree tree) {
        LiteralRules rules = new LiteralRules(tree);
        Exprs.walk(tree.getExpr(), rules::visit);
        return rules.issues;
    }

    private void visit(CelExpr expr) {
        if (expr.getKind() != CelExpr.ExprKind.Kind.CALL || expr.call().args().isEmpty()) {
            return;
        }
        CelExpr arg = expr.call().args().getFirst();
        if (arg.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || arg.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return;
        }
        String text = arg.constant().stringValue();
        boolean valid = switch (expr.call().function()) {
            case "duration" -> GoDurations.parse(text) != null;
            case "timestamp" -> JsonValues.timestamp(text) != null;
            case "matches" -> isRegex(text);
            default -> true;
        };
        if (!valid) {
            issues.add(CelIssue.formatError(place(arg), "invalid " + expr.call().function() + " argument"));
        }
    }

    private CelSourceLocation place(CelExpr expr) {
        Optional<Integer> offset =
                Optional.ofNullable(tree.getSource().getPositionsMap().get(expr.id()));
        return offset.flatMap(at -> tree.getSource().getOffsetLocation(at)).orElse(CelSourceLocation.of(1, 0));
    }

    private static boolean isRegex(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }
}
