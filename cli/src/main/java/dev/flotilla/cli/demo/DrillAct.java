package dev.flotilla.cli.demo;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.DrillArchive;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Manifests;
import dev.flotilla.cli.client.TrafficView;
import dev.flotilla.cli.command.FailbackCommand;
import dev.flotilla.cli.command.Terminal;
import dev.flotilla.cli.drill.DrillWatch;
import dev.flotilla.cli.drill.Drills;
import dev.flotilla.cli.local.DataDirectory;
import dev.flotilla.cli.local.Waiting;
import dev.flotilla.dr.evidence.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The demo's second half: what had moved goes home, and the loss is rehearsed, with a report. */
final class DrillAct {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PATH_ROWS_MAX = 12;

    private final KubeClient hub;
    private final TrafficView traffic;
    private final DataDirectory directory;
    private final String region;

    DrillAct(KubeClient hub, DataDirectory directory, String region) {
        this.hub = hub;
        this.traffic = new TrafficView(hub);
        this.directory = directory;
        this.region = region;
    }

    void failback() {
        Terminal.step("Bringing home what had moved away from " + region);
        Terminal.hint("./flotilla failback " + region + " --data " + directory.root());
        if (FailbackCommand.run(hub, region) != 0) {
            throw new UserError("what had moved away from " + region + " was not brought home");
        }
        settled();
        Terminal.line("traffic is back, in steps: " + Shares.text(traffic));
    }

    /** @param manifest of the drill */
    void drill(Path manifest) {
        Terminal.step("Rehearsing the loss of " + region + ": a drill, by the same path, with a verdict");
        Terminal.hint("./flotilla drill run " + manifest + " --data " + directory.root());
        Terminal.line("traffic before: " + Shares.text(traffic));
        Drills drills = new Drills(hub);
        String name = drills.create(object(manifest));
        JsonNode done = new DrillWatch(drills).drill(name);
        settled();
        weights(drills.runOf(name).orElseThrow(() -> new UserError("the drill's run is gone")));
        Terminal.line("traffic after: " + Shares.text(traffic));
        DrillWatch.verdict(done);
        if (!done.at("/status/result").asString("").equals("Passed")) {
            throw new UserError(
                    "the drill did not pass: " + done.at("/status/message").asString(""));
        }
        report(name);
    }

    private ObjectNode object(Path manifest) {
        ObjectNode drill = Manifests.read(manifest).getFirst();
        drill.withObject("/metadata").put("name", "lose-" + region);
        drill.withObject("/spec").putArray("sites").addObject().put("region", region);
        return drill;
    }

    private void settled() {
        Waiting.until(
                PATIENCE,
                () -> traffic.policies().stream().allMatch(TrafficView.Policy::converged)
                        ? Optional.of(true)
                        : Optional.empty(),
                () -> "traffic did not come to rest within " + PATIENCE.toSeconds() + " s: " + Shares.text(traffic));
    }

    /** How the weights went while the drill ran, as its run has written them down. */
    private void weights(JsonNode run) {
        Map<String, String> regions = new TreeMap<>();
        traffic.policies()
                .forEach(policy -> policy.sites().forEach(site -> regions.put(site.cluster(), site.region())));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("AT", "TRAFFIC", "SHARES"));
        for (JsonNode sample : run.at("/status/traffic")) {
            Map<String, Integer> shares = new TreeMap<>();
            sample.path("weights")
                    .properties()
                    .forEach(entry -> shares.merge(
                            regions.getOrDefault(entry.getKey(), entry.getKey()),
                            entry.getValue().asInt(0),
                            Integer::sum));
            rows.add(List.of(
                    sample.path("at").asString("").replaceAll("^.*T|Z$", ""),
                    sample.path("policy").asString(""),
                    shares.toString().replaceAll("[{}]", "").replace("=", " ")));
        }
        Terminal.line("traffic during the drill, as the run has noted it:");
        Terminal.table(rows.subList(0, Math.min(PATH_ROWS_MAX, rows.size())));
    }

    private void report(String name) {
        String html = new DrillArchive(hub)
                .report(name, ReportFormat.HTML)
                .orElseThrow(() -> new UserError("the drill left no report"));
        Path file = directory.root().toAbsolutePath().normalize().resolveSibling("drill-" + name + ".html");
        try {
            Files.writeString(file, html);
        } catch (IOException failed) {
            throw new UserError("cannot write " + file + ": " + failed, failed);
        }
        Terminal.line("the signed report: " + file);
        Terminal.hint("./flotilla drill verify " + file + " --data " + directory.root());
    }
}
