package dev.flotilla.api.cel.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.CelMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CEL's own functions of strings, the string extension at version 2, and Kubernetes' regular expressions. */
final class StringFunctions {
    private StringFunctions() {}

    static void addTo(FunctionSet.Builder into) {
        into.known(
                "contains",
                "contains_string",
                "string, string -> bool",
                args -> text(args, 0).contains(text(args, 1)));
        into.known(
                "startsWith",
                "starts_with_string",
                "string, string -> bool",
                args -> text(args, 0).startsWith(text(args, 1)));
        into.known(
                "endsWith",
                "ends_with_string",
                "string, string -> bool",
                args -> text(args, 0).endsWith(text(args, 1)));
        into.known(
                "matches", "matches_string", "string, string -> bool", args -> matches(text(args, 0), text(args, 1)));
        extension(into);
        slices(into);
        regex(into);
    }

    private static void extension(FunctionSet.Builder into) {
        into.member("lowerAscii", "string_lower_ascii", "string -> string", args -> ascii(text(args, 0), false));
        into.member("upperAscii", "string_upper_ascii", "string -> string", args -> ascii(text(args, 0), true));
        into.member("trim", "string_trim", "string -> string", args -> trim(text(args, 0)));
        into.member(
                "replace",
                "string_replace_string_string",
                "string, string, string -> string",
                args -> replace(text(args, 0), text(args, 1), text(args, 2), -1));
        into.member(
                "replace",
                "string_replace_string_string_int",
                "string, string, string, int -> string",
                args -> replace(text(args, 0), text(args, 1), text(args, 2), (Long) args[3]));
        into.member(
                "split",
                "string_split_string",
                "string, string -> list(string)",
                args -> split(text(args, 0), text(args, 1), -1));
        into.member(
                "split",
                "string_split_string_int",
                "string, string, int -> list(string)",
                args -> split(text(args, 0), text(args, 1), (Long) args[2]));
        into.member("join", "list_join", "list(string) -> string", args -> join((List<?>) args[0], ""));
        into.member(
                "join",
                "list_join_string",
                "list(string), string -> string",
                args -> join((List<?>) args[0], text(args, 1)));
        into.global("strings.quote", "strings_quote", "string -> string", args -> quote(text(args, 0)));
        into.member(
                "format",
                "string_format",
                "string, list(dyn) -> string",
                args -> Formatting.format(text(args, 0), (List<?>) args[1]));
    }

    private static void slices(FunctionSet.Builder into) {
        into.member("charAt", "string_char_at_int", "string, int -> string", args -> {
            CodePoints points = CodePoints.of(text(args, 0));
            long at = (Long) args[1];
            if (at < 0 || at > points.size()) {
                throw outOfRange(at);
            }
            return at == points.size() ? "" : points.slice((int) at, (int) at + 1);
        });
        into.member(
                "indexOf",
                "string_index_of_string",
                "string, string -> int",
                args -> CodePoints.of(text(args, 0)).indexOf(text(args, 1), 0));
        into.member("indexOf", "string_index_of_string_int", "string, string, int -> int", args -> {
            CodePoints points = CodePoints.of(text(args, 0));
            long from = (Long) args[2];
            if (text(args, 1).isEmpty()) {
                return from;
            }
            if (from < 0) {
                throw outOfRange(from);
            }
            return from >= points.size() ? -1L : points.indexOf(text(args, 1), (int) from);
        });
        into.member("lastIndexOf", "string_last_index_of_string", "string, string -> int", args -> {
            CodePoints points = CodePoints.of(text(args, 0));
            return points.lastIndexOf(text(args, 1), points.size());
        });
        into.member("lastIndexOf", "string_last_index_of_string_int", "string, string, int -> int", args -> {
            CodePoints points = CodePoints.of(text(args, 0));
            long from = (Long) args[2];
            if (text(args, 1).isEmpty()) {
                return from;
            }
            if (from < 0) {
                throw outOfRange(from);
            }
            return from >= points.size() ? -1L : points.lastIndexOf(text(args, 1), (int) from);
        });
        into.member("substring", "string_substring_int", "string, int -> string", args -> {
            CodePoints points = CodePoints.of(text(args, 0));
            return slice(points, (Long) args[1], points.size());
        });
        into.member(
                "substring",
                "string_substring_int_int",
                "string, int, int -> string",
                args -> slice(CodePoints.of(text(args, 0)), (Long) args[1], (Long) args[2]));
    }

    private static void regex(FunctionSet.Builder into) {
        into.member("find", "string_find_string", "string, string -> string", args -> {
            Matcher matcher = illegal(text(args, 1)).matcher(text(args, 0));
            return matcher.find() ? matcher.group() : "";
        });
        into.member(
                "findAll",
                "string_find_all_string",
                "string, string -> list(string)",
                args -> findAll(text(args, 0), text(args, 1), -1));
        into.member(
                "findAll",
                "string_find_all_string_int",
                "string, string, int -> list(string)",
                args -> findAll(text(args, 0), text(args, 1), (Long) args[2]));
    }

    private static String text(Object[] args, int index) {
        return (String) args[index];
    }

    private static CelError outOfRange(long index) {
        return new CelError("index out of range: " + index);
    }

    private static String slice(CodePoints points, long start, long end) {
        if (start > end) {
            throw new CelError("invalid substring range. start: " + start + ", end: " + end);
        }
        if (start < 0 || start > points.size()) {
            throw outOfRange(start);
        }
        if (end < 0 || end > points.size()) {
            throw outOfRange(end);
        }
        return points.slice((int) start, (int) end);
    }

    static boolean matches(String text, String regex) {
        try {
            return Pattern.compile(regex).matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new CelError("error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`");
        }
    }

    private static Pattern illegal(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new CelError(
                    "Illegal regex: error parsing regexp: " + e.getDescription() + ": `" + e.getPattern() + "`");
        }
    }

    private static List<Object> findAll(String text, String regex, long limit) {
        Matcher matcher = illegal(regex).matcher(text);
        List<Object> found = new ArrayList<>();
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static String ascii(String text, boolean upper) {
        StringBuilder changed = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            changed.append(
                    letter > 127 ? letter : upper ? Character.toUpperCase(letter) : Character.toLowerCase(letter));
        }
        return changed.toString();
    }

    private static boolean isSpace(int letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || letter == 0x85;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static String replace(String text, String old, String with, long limit) {
        if (limit == 0) {
            return text;
        }
        StringBuilder changed = new StringBuilder(text.length());
        int at = 0;
        long done = 0;
        if (old.isEmpty()) {
            while (limit < 0 || done < limit) {
                changed.append(with);
                done++;
                if (at >= text.length()) {
                    return changed.toString();
                }
                int point = text.codePointAt(at);
                changed.appendCodePoint(point);
                at += Character.charCount(point);
            }
            return changed.append(text, at, text.length()).toString();
        }
        while (limit < 0 || done < limit) {
            int found = text.indexOf(old, at);
            if (found < 0) {
                break;
            }
            changed.append(text, at, found).append(with);
            at = found + old.length();
            done++;
        }
        return changed.append(text, at, text.length()).toString();
    }

    private static List<Object> split(String text, String separator, long limit) {
        List<Object> parts = new ArrayList<>();
        if (limit == 0) {
            return parts;
        }
        String rest = text;
        while (limit < 0 || parts.size() < limit - 1) {
            int found;
            int after;
            if (separator.isEmpty()) {
                if (rest.isEmpty() || rest.codePointCount(0, rest.length()) == 1) {
                    break;
                }
                found = Character.charCount(rest.codePointAt(0));
                after = found;
            } else {
                found = rest.indexOf(separator);
                after = found + separator.length();
            }
            if (found < 0) {
                break;
            }
            parts.add(rest.substring(0, found));
            rest = rest.substring(after);
        }
        if (!(separator.isEmpty() && rest.isEmpty())) {
            parts.add(rest);
        }
        return parts;
    }

    private static String join(List<?> parts, String separator) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (!(parts.get(i) instanceof String part)) {
                throw new CelError("join: invalid input: " + shown(parts.get(i)));
            }
            joined.append(i == 0 ? "" : separator).append(part);
        }
        return joined.toString();
    }

    private static String shown(Object value) {
        return value instanceof CelMap ? "map" : value.toString();
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '\u0007' -> quoted.append("\\a");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\u000b' -> quoted.append("\\v");
                case '\\' -> quoted.append("\\\\");
                case '"' -> quoted.append("\\\"");
                default -> quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
