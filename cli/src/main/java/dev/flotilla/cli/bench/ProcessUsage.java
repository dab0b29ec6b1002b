package dev.flotilla.cli.bench;

import dev.flotilla.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process and its children have used, as the Linux kernel counts it.
 *
 * @param rssPeakMiB the sum of each process's peak of resident memory
 */
public record ProcessUsage(double cpuSeconds, double rssPeakMiB) {
    private static final double TICKS_PER_SECOND = 100;
    private static final double KIB_PER_MIB = 1024;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    public static final ProcessUsage NONE = new ProcessUsage(0, 0);

    /** A hub and the broker that is its child. */
    public static ProcessUsage ofTree(long pid) {
        List<Long> pids = ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .map(ProcessHandle::pid)
                .toList();
        return new ProcessUsage(
                pids.stream().mapToDouble(ProcessUsage::cpu).sum(),
                pids.stream().mapToDouble(ProcessUsage::peak).sum());
    }

    public ProcessUsage plus(ProcessUsage other) {
        return new ProcessUsage(cpuSeconds + other.cpuSeconds, rssPeakMiB + other.rssPeakMiB);
    }

    private static double cpu(long pid) {
        String stat = read(pid, "stat");
        // The second field is the command in parentheses, which may hold blanks.
        String[] afterCommand = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterCommand[USER_TICKS]) + Long.parseLong(afterCommand[SYSTEM_TICKS]))
                / TICKS_PER_SECOND;
    }

    private static double peak(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                .sum();
    }

    private static String read(long pid, String file) {
        Path path = Path.of("/proc", Long.toString(pid), file);
        try {
            return Files.readString(path);
        } catch (IOException gone) {
            throw new UserError(
                    "cannot read " + path + ": the process has ended, or this is no Linux; benchmarks need both", gone);
        }
    }
}
