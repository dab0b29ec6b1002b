package dev.flotilla.simulator.container;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The programs in every container. */
record Commands(Map<String, String> environment, Files files) {
    static final int NOT_FOUND = 127;

    /** @return the exit code */
    int run(List<String> words, Streams streams) throws IOException, InterruptedException {
        List<String> arguments = words.subList(1, words.size());
        String program = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
        return switch (program) {
            case "true" -> 0;
            case "false" -> 1;
            case "echo" -> echo(arguments, streams);
            case "cat" -> cat(arguments, streams);
            case "env", "printenv" -> env(arguments, streams);
            case "hostname" -> print(variable("HOSTNAME") + "\n", streams);
            case "pwd" -> print("/\n", streams);
            case "ls" -> ls(arguments, streams);
            case "test" -> test(arguments);
            case "tar" -> tar(arguments, streams);
            case "sleep" -> sleep(arguments);
            case "sh", "bash", "ash" ->
                arguments.size() > 1 && arguments.getFirst().equals("-c")
                        ? new Shell(this).script(arguments.get(1), streams)
                        : new Shell(this).interactive(streams);
            default -> {
                streams.complain("sh: " + words.getFirst() + ": not found");
                yield NOT_FOUND;
            }
        };
    }

    /** Whether there is a program of that name. */
    static boolean known(String word) {
        return List.of(
                        "true",
                        "false",
                        "echo",
                        "cat",
                        "env",
                        "printenv",
                        "hostname",
                        "pwd",
                        "ls",
                        "test",
                        "tar",
                        "sleep",
                        "sh",
                        "bash",
                        "ash")
                .contains(word.substring(word.lastIndexOf('/') + 1));
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    private static int print(String text, Streams streams) throws IOException {
        streams.print(text);
        return 0;
    }

    private static int echo(List<String> words, Streams streams) throws IOException {
        boolean bare = !words.isEmpty() && words.getFirst().equals("-n");
        return print(String.join(" ", bare ? words.subList(1, words.size()) : words) + (bare ? "" : "\n"), streams);
    }

    private int cat(List<String> paths, Streams streams) throws IOException {
        if (paths.isEmpty()) {
            streams.in().transferTo(streams.out());
            return 0;
        }
        int exit = 0;
        for (String path : paths) {
            Optional<byte[]> content = files.read(path);
            if (content.isPresent()) {
                streams.out().write(content.get());
            } else {
                streams.complain("cat: can't open '" + path + "': No such file or directory");
                exit = 1;
            }
        }
        return exit;
    }

    private int env(List<String> names, Streams streams) throws IOException {
        return print(
                environment.entrySet().stream()
                        .filter(each -> names.isEmpty() || names.contains(each.getKey()))
                        .map(each -> (names.isEmpty() ? each.getKey() + "=" : "") + each.getValue() + "\n")
                        .collect(Collectors.joining()),
                streams);
    }

    private int ls(List<String> arguments, Streams streams) throws IOException {
        String path = arguments.stream()
                .filter(each -> !each.startsWith("-"))
                .findFirst()
                .orElse("/");
        if (files.read(path).isPresent()) {
            return print(path + "\n", streams);
        }
        if (!files.directory(path)) {
            streams.complain("ls: " + path + ": No such file or directory");
            return 1;
        }
        String root = Files.absolute(path);
        int prefix = root.equals("/") ? 1 : root.length() + 1;
        return print(
                files.below(path).keySet().stream()
                        .map(each -> each.substring(prefix).replaceAll("/.*", ""))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .map(each -> each + "\n")
                        .collect(Collectors.joining()),
                streams);
    }

    private int test(List<String> arguments) {
        if (arguments.size() != 2) {
            return 2;
        }
        boolean file = files.read(arguments.get(1)).isPresent();
        boolean directory = files.directory(arguments.get(1));
        boolean holds = switch (arguments.getFirst()) {
            case "-d" -> directory;
            case "-f" -> file;
            case "-e" -> file || directory;
            default -> false;
        };
        return holds ? 0 : 1;
    }

    private static int sleep(List<String> arguments) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(
                arguments.isEmpty() ? 0 : Long.parseLong(arguments.getFirst().replaceAll("\\D", ""))));
        return 0;
    }

    private int tar(List<String> arguments, Streams streams) throws IOException {
        String mode = arguments.isEmpty() ? "" : arguments.getFirst();
        int chosen = arguments.indexOf("-C");
        String directory = chosen < 0 ? "/" : arguments.get(chosen + 1);
        if (mode.contains("x")) {
            Tape.read(streams.in(), (name, content) -> files.write(directory + "/" + name, content));
            return 0;
        }
        String path = arguments.getLast();
        Map<String, byte[]> chosenFiles = files.read(path)
                .<Map<String, byte[]>>map(content -> Map.of(Files.absolute(path), content))
                .orElseGet(() -> files.below(path));
        if (!mode.contains("c") || chosenFiles.isEmpty()) {
            streams.complain("tar: " + path + ": No such file or directory");
            return 1;
        }
        for (Map.Entry<String, byte[]> each : chosenFiles.entrySet()) {
            Tape.write(streams.out(), each.getKey().substring(1), each.getValue());
        }
        Tape.end(streams.out());
        return 0;
    }
}
