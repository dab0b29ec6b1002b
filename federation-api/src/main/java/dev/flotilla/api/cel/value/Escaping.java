package dev.flotilla.api.cel.value;

import java.util.Optional;
import java.util.Set;

/** The names under which expressions reach fields whose own names CEL cannot spell. */
public final class Escaping {
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private Escaping() {}

    /** The name in expressions; empty if expressions cannot name the field at all. */
    public static Optional<String> escape(String field) {
        if (field.isEmpty() || Character.isDigit(field.charAt(0))) {
            return Optional.empty();
        }
        if (RESERVED.contains(field)) {
            return Optional.of("__" + field + "__");
        }
        StringBuilder name = new StringBuilder(field.length() + 8);
        for (int i = 0; i < field.length(); i++) {
            char letter = field.charAt(i);
            if (letter == '_' && field.startsWith("__", i)) {
                name.append("__underscores__");
                i++;
            } else if (letter == '.') {
                name.append("__dot__");
            } else if (letter == '-') {
                name.append("__dash__");
            } else if (letter == '/') {
                name.append("__slash__");
            } else if (letter == '_' || (letter < 128 && Character.isLetterOrDigit(letter))) {
                name.append(letter);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(name.toString());
    }

    /** The field an expression's name means; empty if it is no name of any field. */
    public static Optional<String> unescape(String name) {
        if (!name.contains("__")) {
            return Optional.of(name);
        }
        for (String word : RESERVED) {
            if (name.equals("__" + word + "__")) {
                return Optional.of(word);
            }
        }
        StringBuilder field = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            String rest = name.substring(at);
            String token = token(rest);
            if (!token.isEmpty()) {
                field.append(meaning(token));
                at += token.length();
            } else if (rest.startsWith("__")) {
                return Optional.empty();
            } else {
                field.append(name.charAt(at));
                at++;
            }
        }
        return Optional.of(field.toString());
    }

    private static String token(String rest) {
        for (String token : new String[] {"__underscores__", "__dot__", "__dash__", "__slash__"}) {
            if (rest.startsWith(token)) {
                return token;
            }
        }
        return "";
    }

    private static String meaning(String token) {
        return switch (token) {
            case "__underscores__" -> "__";
            case "__dot__" -> ".";
            case "__dash__" -> "-";
            default -> "/";
        };
    }
}
