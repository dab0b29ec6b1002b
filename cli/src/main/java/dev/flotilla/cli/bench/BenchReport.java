package dev.flotilla.cli.bench;

import dev.flotilla.api.store.ObjectJson;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a benchmark found, in the one shape that all of them print.
 *
 * @param bench its name
 * @param environment what the figures depend on: the machine, and what was asked for
 */
public record BenchReport(String bench, SequencedMap<String, Object> environment, List<Result> results) {
    /** One figure. The name bears no unit of its own beyond what the unit says. */
    public record Result(String name, double value, String unit) {}

    /** How a report is printed. */
    public enum Output {
        table,
        json
    }

    private static final double MIB = 1 << 20;

    public BenchReport {
        results = List.copyOf(results);
    }

    /** The machine's part of the environment; a benchmark adds what it was asked for. */
    public static SequencedMap<String, Object> machine() {
        SequencedMap<String, Object> machine = new LinkedHashMap<>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            machine.put("memoryMiB", Math.round(system.getTotalMemorySize() / MIB));
        }
        machine.put(
                "loadAverageBefore",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        machine.put("java", Runtime.version().toString());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }

    public void print(Output output) {
        System.out.print(output == Output.json ? json().toPrettyString() + "\n" : table());
    }

    ObjectNode json() {
        ObjectNode report = ObjectJson.mapper().createObjectNode().put("bench", bench);
        report.set("environment", ObjectJson.mapper().valueToTree(environment));
        ArrayNode figures = report.putArray("results");
        for (Result result : results) {
            figures.addObject()
                    .put("name", result.name())
                    .put("value", rounded(result.value()))
                    .put("unit", result.unit());
        }
        return report;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        for (Map.Entry<String, Object> each : environment.entrySet()) {
            table.append("# %s: %s%n".formatted(each.getKey(), each.getValue()));
        }
        table.append("%-30s %12s  %s%n".formatted("RESULT", "VALUE", "UNIT"));
        for (Result result : results) {
            table.append(String.format(
                    Locale.ROOT, "%-30s %12s  %s%n", result.name(), number(rounded(result.value())), result.unit()));
        }
        return table.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Three significant places, or whole numbers where there are more. */
    private static double rounded(double value) {
        double scale = value >= 100 ? 1 : value >= 10 ? 10 : 100;
        return Math.round(value * scale) / scale;
    }
}
