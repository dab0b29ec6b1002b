package dev.flotilla.cli.place;

import dev.flotilla.api.store.ObjectJson;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The nodes of one generated cluster: what they have and have left, summed up and counted by grade. */
final class NodeGrades {
    private static final List<Integer> CPU_BOUNDS = List.of(0, 2, 8, 32);
    private static final List<Integer> NODE_CPUS = List.of(4, 8, 16, 32, 64);
    private static final int GIB_PER_CPU = 4;
    private static final int PODS_PER_NODE = 110;
    private static final int NODES_MIN = 3;
    private static final int NODES_MORE_MAX = 40;
    private static final int PERCENT = 100;
    private static final int SPREAD = 20;
    private static final int MILLI = 1000;
    private static final int MIB_PER_GIB = 1024;

    private final int nodes;
    private final int nodeCpus;
    private final int[] counts = new int[CPU_BOUNDS.size()];
    private long usedMilli;
    private long usedMebibytes;
    private long usedPods;

    NodeGrades(int usedPercent, SplittableRandom random) {
        int more = random.nextInt(NODES_MORE_MAX);
        nodes = NODES_MIN + Math.min(more, random.nextInt(NODES_MORE_MAX));
        nodeCpus = NODE_CPUS.get(random.nextInt(NODE_CPUS.size()));
        for (int node = 0; node < nodes; node++) {
            int used = Math.clamp(usedPercent + random.nextInt(2 * SPREAD + 1) - SPREAD, 0, PERCENT);
            long milli = (long) nodeCpus * MILLI * used / PERCENT;
            usedMilli += milli;
            usedMebibytes += (long) nodeCpus * GIB_PER_CPU * MIB_PER_GIB * used / PERCENT;
            usedPods += (long) PODS_PER_NODE * used / PERCENT;
            counts[grade(nodeCpus - milli / (double) MILLI)]++;
        }
    }

    private static int grade(double freeCpus) {
        int grade = 0;
        while (grade + 1 < CPU_BOUNDS.size() && freeCpus >= CPU_BOUNDS.get(grade + 1)) {
            grade++;
        }
        return grade;
    }

    void write(ObjectNode status) {
        status.putObject("nodeSummary").put("totalNum", nodes).put("readyNum", nodes);
        ObjectNode summary = status.putObject("resourceSummary");
        summary.putObject("allocatable")
                .put("cpu", String.valueOf((long) nodes * nodeCpus))
                .put("memory", (long) nodes * nodeCpus * GIB_PER_CPU + "Gi")
                .put("pods", String.valueOf((long) nodes * PODS_PER_NODE));
        summary.putObject("allocated")
                .put("cpu", usedMilli + "m")
                .put("memory", usedMebibytes + "Mi")
                .put("pods", String.valueOf(usedPods));
        ArrayNode modelings = summary.putArray("allocatableModelings");
        for (int grade = 0; grade < counts.length; grade++) {
            modelings.addObject().put("grade", grade).put("count", counts[grade]);
        }
    }

    /** The grades that the counts are of. */
    static ArrayNode models() {
        ArrayNode models = ObjectJson.mapper().createArrayNode();
        for (int grade = 0; grade < CPU_BOUNDS.size(); grade++) {
            ArrayNode ranges = models.addObject().put("grade", grade).putArray("ranges");
            range(ranges.addObject().put("name", "cpu"), grade, 1, "");
            range(ranges.addObject().put("name", "memory"), grade, GIB_PER_CPU, "Gi");
        }
        return models;
    }

    private static void range(ObjectNode range, int grade, int factor, String unit) {
        boolean last = grade == CPU_BOUNDS.size() - 1;
        range.put("min", amount(CPU_BOUNDS.get(grade) * factor, unit));
        range.put("max", last ? String.valueOf(Long.MAX_VALUE) : amount(CPU_BOUNDS.get(grade + 1) * factor, unit));
    }

    private static String amount(int value, String unit) {
        return value == 0 ? "0" : value + unit;
    }
}
