package dev.flotilla.e2e.fleetview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import dev.flotilla.e2e.member.RealApiServerMember;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real kube-apiserver as the member decides by its own rules what a user of the hub may do there. */
class CallersIdentityIT {
    private static FleetView view;
    private static RealApiServerMember real;
    private static Kubectl admin;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on PATH");
        Optional<RealApiServerMember> found = RealApiServerMember.find();
        assumeTrue(found.isPresent(), RealApiServerMember.SKIPPED);
        real = found.get();
        view = new FleetView("m1");
        String kubeconfig = Files.readString(real.kubeconfig());
        String server = kubeconfig
                .lines()
                .filter(line -> line.contains("server:"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*server: *", "");
        view.join("real", server, kubeconfig);
        admin = view.through("real");
        admin.run("create role reader --verb=get,list,watch --resource=configmaps")
                .succeeded();
        admin.run("create rolebinding readers --role=reader --group=readers").succeeded();
        admin.run("create configmap shared --from-literal=a=b").succeeded();
    }

    @AfterAll
    static void stop() {
        if (view != null) {
            view.close();
        }
        if (real != null) {
            real.close();
        }
    }

    @Test
    void aUserIsThatUserInTheMember() {
        String whoAmI = through("alice", "readers")
                .run("auth whoami -o json")
                .succeeded()
                .output();

        assertThat(whoAmI).contains("\"username\": \"alice\"", "readers", "system:authenticated");
    }

    @Test
    void explainsInAMembersWords() {
        Kubectl hub = view.kubectl("", "admin", "system:masters");
        await("the member's descriptions")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hub.run("explain deployment.spec.replicas")
                                .succeeded()
                                .output())
                        .contains("replicas <integer>")
                        .containsIgnoringCase("number of desired pods"));
    }

    @Test
    void aUserMayWhatTheMemberLetsThem() {
        Kubectl alice = through("alice", "readers");

        assertThat(alice.run("get configmaps").succeeded().output()).contains("shared");
        assertThat(alice.run("delete configmap shared").output())
                .contains("User \"alice\" cannot delete resource \"configmaps\"");
    }

    @Test
    void aUserWithoutRightsGetsTheMembersOwnRefusal() {
        Command.Outcome outcome = through("bob", "guests").run("get configmaps");

        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.output())
                .contains("Error from server (Forbidden): configmaps is forbidden: User \"bob\" cannot list resource"
                        + " \"configmaps\" in API group \"\" in the namespace \"default\"");
    }

    @Test
    void nobodyCanClaimToBeSomebodyElse() {
        Command.Outcome outcome = through("bob", "guests").run("get configmaps --as=admin --as-group=system:masters");

        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.output()).doesNotContain("shared");
    }

    @Test
    void aWatchFlowsAsThingsHappen() throws IOException {
        Process watch = through("alice", "readers")
                .start("get", "configmaps", "-w", "--no-headers", "--field-selector=metadata.name=watched");
        try (BufferedReader lines = watch.inputReader()) {
            admin.run("create configmap watched --from-literal=a=b").succeeded();

            assertThat(lines.readLine()).startsWith("watched");
        } finally {
            watch.destroy();
        }
    }

    @Test
    void theFleetShowsWhatEachMemberLetsTheUserSee() {
        Kubectl alice = view.kubectl(FleetView.FLEET, "alice", "readers");

        assertThat(alice.run("get configmaps").output()).containsPattern("shared +real ");
        assertThat(alice.run("get configmap shared -o jsonpath={.data.a}")
                        .succeeded()
                        .output())
                .as("what one member refuses is said, what the other shows is shown")
                .endsWith("b");
    }

    private static Kubectl through(String user, String group) {
        return view.kubectl(FleetView.CLUSTERS + "real/proxy", user, group);
    }
}
