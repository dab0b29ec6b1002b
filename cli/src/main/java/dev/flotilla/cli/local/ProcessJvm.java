package dev.flotilla.cli.local;

import java.util.List;
import java.util.stream.Stream;

/** The Java options of our processes. */
final class ProcessJvm {
    private static final List<String> COMMON = List.of(
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError");

    static final List<String> HUB =
            with("-XX:+UseSerialGC", "-Xmx768m", "-Xmn96m", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=25");
    static final List<String> SIMULATOR = with("-XX:+UseSerialGC", "-Xmx768m");

    private ProcessJvm() {}

    private static List<String> with(String... own) {
        return Stream.concat(COMMON.stream(), Stream.of(own)).toList();
    }
}
