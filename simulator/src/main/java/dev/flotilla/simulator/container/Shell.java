package dev.flotilla.simulator.container;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A very small {@code sh}: words, quotes, variables, {@code ;}, {@code &&}, {@code ||}, {@code >} and {@code exit}. */
final class Shell {
    private static final int SYNTAX_ERROR = 2;
    /** Stands for {@code $?}, which is known when a command is run and not when its line is read. */
    private static final String STATUS = "\0";

    private final Commands commands;
    private int last;
    private boolean exited;

    Shell(Commands commands) {
        this.commands = commands;
    }

    /** One word, or an operator. */
    private record Token(String text, boolean operator) {}

    int script(String text, Streams streams) throws IOException, InterruptedException {
        for (String line : text.split("\n")) {
            if (!exited) {
                line(line, streams);
            }
        }
        return last;
    }

    int interactive(Streams streams) throws IOException, InterruptedException {
        BufferedReader input = new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
        String prompt = streams.terminal() ? "/ # " : "";
        while (!exited) {
            streams.print(prompt);
            String line = input.readLine();
            if (line == null) {
                break;
            }
            line(line, streams);
        }
        return last;
    }

    private void line(String line, Streams streams) throws IOException, InterruptedException {
        List<Token> tokens;
        try {
            tokens = tokens(line);
        } catch (IllegalArgumentException malformed) {
            streams.complain("sh: " + malformed.getMessage());
            last = SYNTAX_ERROR;
            return;
        }
        List<Token> command = new ArrayList<>();
        String before = ";";
        for (Token token : tokens) {
            if (token.operator() && !token.text().equals(">")) {
                conditionally(before, command, streams);
                before = token.text();
                command.clear();
            } else {
                command.add(token);
            }
        }
        conditionally(before, command, streams);
    }

    private void conditionally(String operator, List<Token> command, Streams streams)
            throws IOException, InterruptedException {
        boolean wanted = switch (operator) {
            case "&&" -> last == 0;
            case "||" -> last != 0;
            default -> true;
        };
        if (wanted && !exited && !command.isEmpty()) {
            last = run(command, streams);
        }
    }

    private int run(List<Token> command, Streams streams) throws IOException, InterruptedException {
        int redirected = command.indexOf(new Token(">", true));
        List<String> words = command.subList(0, redirected < 0 ? command.size() : redirected).stream()
                .map(token -> token.text().replace(STATUS, Integer.toString(last)))
                .toList();
        if (words.isEmpty()) {
            return 0;
        }
        if (words.getFirst().equals("exit")) {
            exited = true;
            return words.size() > 1 ? Integer.parseInt(words.get(1)) & 0xff : last;
        }
        if (redirected < 0) {
            return commands.run(words, streams);
        }
        if (redirected != command.size() - 2) {
            streams.complain("sh: syntax error near >");
            return SYNTAX_ERROR;
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        int exit = commands.run(words, streams.writingTo(written));
        commands.files().write(command.getLast().text(), written.toByteArray());
        return exit;
    }

    private List<Token> tokens(String line) {
        List<Token> tokens = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                open = true;
            } else if (c == '$' && quote != '\'' && i + 1 < line.length()) {
                int end = i + 1;
                while (end < line.length()
                        && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '_')) {
                    end++;
                }
                String name = line.substring(i + 1, end);
                boolean status = name.isEmpty() && line.charAt(i + 1) == '?';
                word.append(status ? STATUS : commands.variable(name));
                open = true;
                i = status ? i + 1 : end - 1;
            } else if (quote == 0 && (Character.isWhitespace(c) || ";&|>".indexOf(c) >= 0)) {
                if (open) {
                    tokens.add(new Token(word.toString(), false));
                    word.setLength(0);
                    open = false;
                }
                if (!Character.isWhitespace(c)) {
                    boolean twice = i + 1 < line.length() && line.charAt(i + 1) == c && (c == '&' || c == '|');
                    if ((c == '&' || c == '|') && !twice) {
                        throw new IllegalArgumentException("this container's shell has no " + c);
                    }
                    tokens.add(new Token(twice ? "" + c + c : "" + c, true));
                    i += twice ? 1 : 0;
                }
            } else {
                word.append(c);
                open = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("syntax error: unterminated quoted string");
        }
        if (open) {
            tokens.add(new Token(word.toString(), false));
        }
        return tokens;
    }
}
