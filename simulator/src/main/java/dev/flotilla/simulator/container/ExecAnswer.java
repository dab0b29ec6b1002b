package dev.flotilla.simulator.container;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code pods/exec} and {@code pods/attach} over a WebSocket. What commands write is kept with the pod. */
public final class ExecAnswer implements ResourceRequest.Answer {
    private static final int PODS_MAX = 64;

    private final ObjectStore store;
    private final Map<String, Files> files = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Files> eldest) {
            return size() > PODS_MAX;
        }
    };

    public ExecAnswer(ObjectStore store) {
        this.store = store;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        StoredObject pod = Container.find(store.snapshot(), request.key());
        Container container = Container.of(pod, request.query().text("container"));
        boolean attach = request.path().subresource().equals("attach");
        List<String> command = request.query().values().getOrDefault("command", List.of());
        if (!attach && command.isEmpty()) {
            throw StatusError.badRequest("you must specify at least 1 command for the container")
                    .exception();
        }
        if (!container.running()) {
            throw StatusError.internal("error executing command in container: container is not running")
                    .exception();
        }
        if (!request.http().webSocket()) {
            throw StatusError.badRequest("this cluster runs commands over WebSockets alone; take kubectl 1.31 or newer")
                    .exception();
        }
        boolean terminal = request.query().flag("tty");
        List<String> words = attach ? List.of("cat") : command;
        Commands commands =
                new Commands(container.environment(), files(pod.head().uid() + "/" + container.name(), container));
        return new ApiResponse.Relay(List.of(), inbound -> run(inbound, commands, words, terminal));
    }

    private Files files(String key, Container container) {
        synchronized (files) {
            return files.computeIfAbsent(key, _ -> new Files(container.image()));
        }
    }

    @SuppressWarnings("Interruption") // a process whose client is gone is ended, whatever it waits for
    private static void run(Inbound inbound, Commands commands, List<String> words, boolean terminal)
            throws InterruptedException {
        Channels channels = Channels.accept(inbound);
        Thread process = Thread.currentThread();
        var _ = channels.closed().thenRun(process::interrupt);
        OutputStream out = channels.stream(Channels.STDOUT);
        Streams streams = terminal
                ? Terminal.streams(channels.stdin(), out)
                : new Streams(channels.stdin(), out, channels.stream(Channels.STDERR), false);
        try {
            ObjectNode result =
                    Commands.known(words.getFirst()) ? result(commands.run(words, streams)) : missing(words.getFirst());
            channels.stream(Channels.ERROR).write(ObjectJson.mapper().writeValueAsBytes(result));
        } catch (IOException gone) {
            // The client has left; there is nobody to tell.
        } finally {
            channels.end();
        }
    }

    static ObjectNode result(int exit) {
        ObjectNode status = ObjectJson.mapper().createObjectNode();
        status.putObject("metadata");
        if (exit == 0) {
            return status.put("status", "Success");
        }
        status.put("status", "Failure")
                .put("message", "command terminated with non-zero exit code: exit status " + exit)
                .put("reason", "NonZeroExitCode")
                .putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", Integer.toString(exit));
        return status;
    }

    private static ObjectNode missing(String program) {
        ObjectNode status = ObjectJson.mapper().createObjectNode();
        status.putObject("metadata");
        return status.put("status", "Failure")
                .put("reason", "InternalError")
                .put(
                        "message",
                        "Internal error occurred: error executing command in container: exec: \"" + program
                                + "\": executable file not found in $PATH")
                .put("code", 500);
    }
}
