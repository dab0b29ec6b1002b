package dev.flotilla.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a node prints of its terms. */
final class NodeLog {
    private static final String ENDED = "the campaign or term ended";
    private static final String DEPOSED = "this node leads no longer";
    private static final List<String> REFUSALS = List.of("ProducerFencedException", "InvalidProducerEpochException");

    private NodeLog() {}

    /** How many bytes it holds, to go on from there. */
    static long size(Path log) {
        try {
            return Files.size(log);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the node has said that a term of its own is over. */
    static boolean deposed(Path log, long term) {
        return lines(log, 0).stream()
                .anyMatch(line -> line.contains(DEPOSED) && line.contains("term=\"" + term + "\""));
    }

    /** What the broker has refused of it since. */
    static List<String> refusals(Path log, long from) {
        return lines(log, from).stream()
                .filter(line -> line.contains(ENDED) && REFUSALS.stream().anyMatch(line::contains))
                .toList();
    }

    private static List<String> lines(Path log, long from) {
        try {
            byte[] all = Files.readAllBytes(log);
            int start = (int) Math.min(from, all.length);
            return new String(all, start, all.length - start, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
