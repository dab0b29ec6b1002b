package dev.flotilla.cli.drill;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.KubeClient;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Drills and runs, as the hub's API has them. */
public final class Drills {
    private static final String GROUP = "/apis/dr.flotilla.dev/v1alpha1";
    private static final String DRILLS = GROUP + "/disasterrecoverydrills";
    private static final String RUNS = GROUP + "/failoverruns";

    private final KubeClient hub;

    public Drills(KubeClient hub) {
        this.hub = hub;
    }

    /** @throws UserError if there is none of that name */
    public ObjectNode drill(String name) {
        return hub.get(DRILLS + "/" + name)
                .orElseThrow(() ->
                        new UserError("there is no drill '" + name + "'; `kubectl get drills` lists those there are"));
    }

    public Optional<ObjectNode> run(String name) {
        return hub.get(RUNS + "/" + name);
    }

    /** The run of a drill; empty until the hub has opened it. */
    public Optional<ObjectNode> runOf(String drill) {
        String run = drill(drill).at("/status/runRef").asString("");
        return run.isEmpty() ? Optional.empty() : run(run);
    }

    /**
     * Creates a drill; its name must be free.
     *
     * @return the name it was given
     */
    public String create(ObjectNode drill) {
        return created(
                DRILLS,
                drill,
                "a drill runs once: delete it (`kubectl delete drill NAME`; its report stays) or"
                        + " choose another name with --name");
    }

    /** @return the name it was given */
    public String createRun(ObjectNode run) {
        return created(RUNS, run, "choose another name");
    }

    private String created(String path, ObjectNode object, String ifThere) {
        KubeClient.Answer answer = hub.send("POST", path, Optional.of(object), "application/json");
        if (answer.status() == 409) {
            throw new UserError(answer.message() + "; " + ifThere);
        }
        if (!answer.ok()) {
            throw new UserError(answer.message());
        }
        return answer.body().at("/metadata/name").asString("");
    }

    /** Asks the hub to abort a drill and put everything back. */
    public void abort(String name) {
        JsonNode patch = ObjectJson.mapper().readTree("{\"spec\": {\"abort\": true}}");
        KubeClient.Answer answer =
                hub.send("PATCH", DRILLS + "/" + name, Optional.of(patch), "application/merge-patch+json");
        if (answer.status() == 404) {
            drill(name);
        }
        if (!answer.ok()) {
            throw new UserError("the drill could not be aborted: " + answer.message());
        }
    }
}
