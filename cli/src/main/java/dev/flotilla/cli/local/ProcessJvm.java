package dev.flotilla.cli.local;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Java options of our processes. */
final class ProcessJvm {
    private static final List<String> COMMON = List.of(
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError");

    /**
     * For a fleet on one machine: a heap that may grow and that the hub keeps near what lives in it, and code that is
     * compiled fast rather than well, which takes 60 MiB less and leaves the processors to the members.
     */
    private static final List<String> HUB = with(
            "-XX:+UseSerialGC",
            "-Xms32m",
            "-Xmx768m",
            "-Xmn16m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:MetaspaceSize=128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:TrimNativeHeapInterval=5000");

    /** Members do most of what a local fleet does. */
    static final List<String> SIMULATOR = with("-XX:+UseSerialGC", "-Xms64m", "-Xmx768m");

    /** What a user adds for the hub; of two that disagree Java takes the later. */
    private static final String HUB_OPTIONS = "FLOTILLA_HUB_JAVA_OPTS";

    private ProcessJvm() {}

    static List<String> hub(Map<String, String> environment) {
        String added = environment.getOrDefault(HUB_OPTIONS, "").strip();
        return added.isEmpty()
                ? HUB
                : Stream.concat(HUB.stream(), Stream.of(added.split("\\s+"))).toList();
    }

    private static List<String> with(String... own) {
        return Stream.concat(COMMON.stream(), Stream.of(own)).toList();
    }
}
