package dev.flotilla.e2e.fleetview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import dev.flotilla.simulator.fault.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kubectl in one member, through the hub. */
class ClusterProxyIT {
    private static FleetView view;
    private static Kubectl kubectl;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on PATH");
        view = new FleetView("m1", "m2");
        kubectl = view.through("m1");
        view.run("m1", "web");
    }

    @AfterAll
    static void stop() {
        if (view != null) {
            view.close();
        }
    }

    @Test
    void showsWhatIsInThatMemberAlone() {
        assertThat(kubectl.run("get pods").succeeded().output()).contains("NAME", "web", "Running");
        assertThat(view.through("m2").run("get pods").succeeded().output()).contains("No resources found");
    }

    @Test
    void printsLogs() {
        assertThat(kubectl.run("logs web --tail=1").succeeded().output()).startsWith("container web has been running");
        assertThat(kubectl.run("logs web").succeeded().output())
                .startsWith("container web started from image registry.example/web:1");
    }

    @Test
    void followsLogsAsTheyAreWritten() throws IOException {
        Process logs = kubectl.start("logs", "-f", "--tail=1", "web");
        try (BufferedReader lines = logs.inputReader()) {
            String first = lines.readLine();
            String second = lines.readLine();

            assertThat(List.of(first, second)).allMatch(line -> line.startsWith("container web"));
            assertThat(second).isNotEqualTo(first);
            assertThat(logs.isAlive()).isTrue();
        } finally {
            logs.destroy();
        }
    }

    @Test
    void runsCommands() {
        assertThat(kubectl.run("exec web -- hostname").succeeded().output()).isEqualTo("web\n");
        assertThat(kubectl.run("", "exec", "web", "--", "sh", "-c", "echo $COLOUR && cat /etc/hostname")
                        .succeeded()
                        .output())
                .isEqualTo("blue\nweb\n");
    }

    @Test
    void passesOnAnExitCode() {
        Command.Outcome outcome = kubectl.run("", "exec", "web", "--", "sh", "-c", "exit 3");

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.output()).contains("command terminated with exit code 3");
    }

    @Test
    void carriesInputToACommand() {
        String input = "line of input\n".repeat(20_000);

        assertThat(kubectl.run(input, "exec", "-i", "web", "--", "cat")
                        .succeeded()
                        .output())
                .isEqualTo(input);
        assertThat(kubectl.run("echo one\nhostname\nexit 0\n", "exec", "-i", "web", "--", "sh")
                        .succeeded()
                        .output())
                .isEqualTo("one\nweb\n");
    }

    @Test
    void copiesFilesBothWays() throws IOException {
        Path given = Files.writeString(directory.resolve("given"), "taken along\n".repeat(1_000));
        Path got = directory.resolve("got");

        kubectl.run("cp " + given + " web:/tmp/carried").succeeded();
        kubectl.run("cp web:/tmp/carried " + got).succeeded();

        assertThat(got).hasSameTextualContentAs(given);
    }

    @Test
    void forwardsAPort() throws IOException, InterruptedException {
        Process forward = kubectl.start("port-forward", "pod/web", ":8080");
        try (BufferedReader lines = forward.inputReader();
                HttpClient http = HttpClient.newHttpClient()) {
            String line = lines.readLine();
            assertThat(line).startsWith("Forwarding from 127.0.0.1:");
            String port = line.replaceAll(".*127.0.0.1:(\\d+) .*", "$1");

            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("web\n");
            }
        } finally {
            forward.destroy();
        }
    }

    @Test
    void saysWhichMemberIsAwayAndWhy() {
        view.member("m2").set(Fault.Unreachable.UNREACHABLE);
        try {
            Command.Outcome outcome = kubectl.run("get --raw " + FleetView.CLUSTERS + "m2/proxy/api/v1/pods");

            assertThat(outcome.exit()).isNotZero();
            assertThat(outcome.output()).contains("error trying to reach cluster \"m2\"");
        } finally {
            view.member("m2").set(Fault.None.NONE);
        }
        await().ignoreExceptions()
                .until(() -> kubectl.run("get --raw " + FleetView.CLUSTERS + "m2/proxy/readyz")
                                .exit()
                        == 0);
    }

    @Test
    void refusesAPathThatLeadsElsewhere() {
        Stream.of("/../m2/proxy/api/v1/pods", "/api/..%2f..%2fv1/pods", "/api/v1/%2e%2e/pods")
                .forEach(path -> assertThat(kubectl.run("get --raw " + FleetView.CLUSTERS + "m1/proxy" + path)
                                .exit())
                        .isNotZero());
    }

    @Test
    void servesAMemberThatIsNone() {
        assertThat(kubectl.run("get --raw " + FleetView.CLUSTERS + "nowhere/proxy/api")
                        .output())
                .contains("clusters.cluster.karmada.io \"nowhere\" not found");
    }
}
