package dev.flotilla.e2e.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs one target for so many inputs and so long, and keeps what it finds. */
final class Campaign {
    private static final int FINDINGS_MAX = 20;

    /** @param inputsMax how many inputs beside the seeds; the time ends it too */
    record Effort(long seed, long inputsMax, Duration time) {}

    /** @param findings what was wrong, by the file that holds the input */
    record Report(String target, long seed, long executions, Map<String, String> findings) {
        @Override
        public String toString() {
            return target + ": " + executions + " executions, seed " + seed + ", findings " + findings;
        }
    }

    private final FuzzServer server;
    private final Path findingsDirectory;

    Campaign(FuzzServer server, Path findingsDirectory) {
        this.server = server;
        this.findingsDirectory = findingsDirectory;
    }

    Report run(Target target, Effort effort) throws IOException {
        Map<String, String> findings = new LinkedHashMap<>();
        List<byte[]> known = new ArrayList<>(target.seeds());
        known.addAll(Corpus.files("found/" + target.name()));
        long executions = 0;
        for (byte[] input : known) {
            attempt(target, input, findings);
            executions++;
        }
        Mutator mutator = new Mutator(new Random(effort.seed()), known);
        long deadline = System.nanoTime() + effort.time().toNanos();
        for (long i = 0; i < effort.inputsMax() && System.nanoTime() < deadline; i++) {
            attempt(target, mutator.next(), findings);
            executions++;
            if (findings.size() >= FINDINGS_MAX) {
                break;
            }
        }
        return new Report(target.name(), effort.seed(), executions, findings);
    }

    private void attempt(Target target, byte[] input, Map<String, String> findings) throws IOException {
        try {
            target.attempt(input, server);
        } catch (Violation | RuntimeException | IOException | StackOverflowError e) {
            Path file = findingsDirectory
                    .resolve(target.name())
                    .resolve(Integer.toHexString(findings.size()) + "-" + Long.toHexString(System.nanoTime()));
            Files.createDirectories(file.getParent());
            Files.write(file, input);
            String what = e.toString();
            findings.put(file.toString(), what.substring(0, Math.min(what.length(), 500)));
        }
    }
}
