package dev.flotilla.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.e2e.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Programs of ours around client libraries of other languages, under {@code e2e/clients}: each runs its subtests and
 * prints a line of JSON for each, which becomes a test here.
 */
@ExtendWith(Servers.class)
@Timeout(400)
final class ProgramsIT {
    @TestFactory
    Stream<DynamicTest> clientGo(Server server) {
        return subtests(server.command(BuiltClients.require("go"), "--context"), "go");
    }

    @TestFactory
    Stream<DynamicTest> gitOpsEngine(Server server) {
        return subtests(server.command(BuiltClients.require("gitops"), "--context"), "gitops");
    }

    @TestFactory
    Stream<DynamicTest> python(Server server) {
        Path environment = BuiltClients.require("python");
        Command python = new Command(List.of(
                environment.resolve("bin/python").toString(),
                Path.of(System.getProperty("clients", "clients"), "python", "client.py")
                        .toString(),
                "--kubeconfig",
                server.kubeconfig().toString(),
                "--context",
                server.context()));
        return subtests(python, "python");
    }

    private static Stream<DynamicTest> subtests(Command program, String prefix) {
        List<String> names =
                program.run("", "--list").succeeded().output().lines().toList();
        assertThat(names).isNotEmpty();
        Command.Outcome outcome = program.run("", "--namespace-prefix", Server.freshName(prefix));
        Map<String, JsonNode> results = new HashMap<>();
        List<String> log = new ArrayList<>();
        outcome.output().lines().forEach(line -> {
            if (line.startsWith("{\"name\":")) {
                JsonNode result = ObjectJson.mapper().readTree(line);
                results.put(result.path("name").asString(), result);
            } else {
                log.add(line);
            }
        });
        return names.stream().map(name -> dynamicTest(name, () -> check(results.get(name), String.join("\n", log))));
    }

    private static void check(@Nullable JsonNode result, String log) {
        if (result == null) {
            throw new AssertionError("the program has not reported it: " + log);
        }
        if (!result.path("ok").asBoolean()) {
            throw new AssertionError(result.path("message").asString("") + "\n" + log);
        }
    }
}
