package dev.flotilla.cli.command;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.ApiType;
import dev.flotilla.cli.client.Discovery;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.placement.explain.ExplanationText;
import dev.flotilla.placement.explain.WorkloadExplanation;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Says where a workload is and why, and of every other cluster why not. */
@Command(
        name = "explain",
        description = "Says where a workload is and why, and of every other cluster why it is not there.",
        footer = {
            "",
            "The scheduler is asked anew, over what the hub holds now; what is shown is where the workload is meant to",
            "be. If the scheduler would decide otherwise today, that is said."
        },
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
    private static final int NOT_FOUND = 404;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HubOption hub = new HubOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(
            paramLabel = "KIND/NAME",
            description = "as deploy/web, statefulset/db, svc/web; a kind by plural, singular, short name or kind")
    private String workload = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "where it lives (default: ${DEFAULT-VALUE})")
    private String namespace = "default";

    @Override
    public Integer call() {
        String[] typed = workload.split("/", -1);
        if (typed.length != 2 || typed[0].isEmpty() || typed[1].isEmpty()) {
            throw new UserError("'" + workload + "' names no workload; write KIND/NAME, as in deploy/web");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (HubOption.Reached reached = hub.reach()) {
            JsonNode explanation = explain(reached.client(), typed[0], typed[1]);
            if (output.json()) {
                out.println(ObjectJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(explanation));
            } else {
                out.print(ExplanationText.of(RecordJson.read(explanation, WorkloadExplanation.class)));
            }
        }
        out.flush();
        return 0;
    }

    private JsonNode explain(KubeClient client, String kind, String name) {
        ApiType type = new Discovery(client).find(kind);
        String where = type.namespaced() ? namespace : "";
        String query =
                "?resource=" + encoded(type.qualified()) + "&namespace=" + encoded(where) + "&name=" + encoded(name);
        KubeClient.Answer answer = client.send("GET", "/explain" + query, Optional.empty(), "application/json");
        if (answer.status() == NOT_FOUND) {
            throw new UserError("there is no " + type.kind() + " '" + name + "'"
                    + (type.namespaced() ? " in namespace '" + where + "'; -n names another" : ""));
        }
        if (!answer.ok()) {
            throw new UserError(answer.message());
        }
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
