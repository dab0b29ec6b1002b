package dev.flotilla.apiserver;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine's own kubectl, if it has one: the variable KUBECTL names it, or it is on the PATH. */
final class Kubectl {
    private static final int SECONDS_MAX = 60;

    private final Path binary;
    private final Path directory;

    private Kubectl(Path binary, Path directory) {
        this.binary = binary;
        this.directory = directory;
    }

    record Result(int code, String out, String err) {}

    /** A kubectl whose home, cache and kubeconfig are in the directory; empty if the machine has none. */
    static Optional<Kubectl> find(Path directory, TestServer server) throws IOException {
        Optional<Path> binary = Optional.ofNullable(System.getenv("KUBECTL"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .or(Kubectl::onPath);
        server.kubeconfig().write(directory.resolve("kubeconfig"));
        return binary.map(each -> new Kubectl(each, directory));
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(each -> Path.of(each, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs it, and fails unless it succeeds. */
    String run(String... arguments) {
        return runWith("", arguments);
    }

    String runWith(String input, String... arguments) {
        Result result = attempt(input, arguments);
        if (result.code() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + " ended with " + result.code() + ": "
                    + result.err() + result.out());
        }
        return result.out();
    }

    Result attempt(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        try {
            Path in = Files.writeString(Files.createTempFile(directory, "in", ".yaml"), input);
            Path out = Files.createTempFile(directory, "out", ".txt");
            Path err = Files.createTempFile(directory, "err", ".txt");
            Process process = process(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("kubectl " + String.join(" ", arguments) + " did not end: "
                        + Files.readString(err) + Files.readString(out));
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("KUBECONFIG", directory.resolve("kubeconfig").toString());
        builder.environment().put("KUBE_EDITOR", "sed -i s/edited-before/edited-after/");
        return builder;
    }
}
