package dev.flotilla.e2e.fleet;

import static dev.flotilla.replication.StolenDisk.filesWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.Kubectl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Encryption, history, backup and restore, as a person uses them. */
@Timeout(240)
final class VaultIT {
    private static final String NAMESPACE = "vault";
    private static final int CONFIG_MAPS = 200;
    private static final int SECRETS = 60;
    private static final List<String> LISTS = List.of(
            "/api/v1/namespaces",
            "/api/v1/configmaps",
            "/api/v1/secrets",
            "/apis/apps/v1/deployments",
            "/apis/rbac.authorization.k8s.io/v1/clusterroles");

    private static final String PASSWORD = UUID.randomUUID().toString();
    private static final String SHOWN = UUID.randomUUID().toString();

    private static LocalFleetFixture fleet;

    @TempDir
    private static Path scratch;

    @BeforeAll
    static void start() {
        fleet = LocalFleetFixture.start();
        hub(fleet)
                .run(
                        Workloads.namespace(NAMESPACE)
                                + objects("ConfigMap", CONFIG_MAPS, SHOWN)
                                + objects("Secret", SECRETS, base64(PASSWORD))
                                + "---\n"
                                + Workloads.deployment("web", 1),
                        "apply",
                        "-f",
                        "-")
                .succeeded();
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    private static Kubectl hub(LocalFleetFixture of) {
        return of.kubectl("hub", NAMESPACE);
    }

    private static String objects(String kind, int count, String value) {
        StringBuilder yaml = new StringBuilder();
        IntStream.range(0, count)
                .forEach(i -> yaml.append(
                        "---\n{apiVersion: v1, kind: %s, metadata: {name: o-%d, namespace: %s}, data: {v: %s}}\n"
                                .formatted(kind, i, NAMESPACE, value)));
        return yaml.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void leavesNoPlainSecretInTheHubsFiles() throws IOException {
        Path data = fleet.directory().hub();

        assertThat(filesWith(data, SHOWN)).as("what is not encrypted").isNotEmpty();
        assertThat(filesWith(data, base64(PASSWORD))).isEmpty();
        assertThat(filesWith(data, PASSWORD)).isEmpty();
        assertThat(filesWith(data.resolve("broker"), "BEGIN PRIVATE KEY")).isEmpty();
        assertThat(hub(fleet).run("get secret o-1 -o jsonpath={.data.v}").output())
                .isEqualTo(base64(PASSWORD));
        assertThat(Files.getPosixFilePermissions(data.resolve("encryption.keys")))
                .hasSize(2);
    }

    @Test
    void tellsWhoChangedWhatAndShowsItAsItWas() {
        hub(fleet).run("create deployment told --image=shop:1").succeeded();
        String first = hub(fleet)
                .run("get deployment told -o jsonpath={.metadata.resourceVersion}")
                .output();
        hub(fleet).run("set image deployment/told shop=shop:2").succeeded();

        FlotillaCommand.Outcome told = FlotillaCommand.run(fleet, "history", "deploy/told", "-n", NAMESPACE);
        FlotillaCommand.Outcome then =
                FlotillaCommand.run(fleet, "history", "deploy/told", "-n", NAMESPACE, "--at", first);
        FlotillaCommand.Outcome diff =
                FlotillaCommand.run(fleet, "diff", "deploy/told", "-n", NAMESPACE, "--at", first);

        assertThat(told.out())
                .contains("create", "update", "admin", "spec.template.spec.containers[shop].image: shop:1 → shop:2");
        assertThat(then.json().at("/metadata/resourceVersion").asString()).isEqualTo(first);
        assertThat(then.json().at("/spec/template/spec/containers/0/image").asString())
                .isEqualTo("shop:1");
        assertThat(diff.exitCode()).isEqualTo(1);
        assertThat(diff.out()).contains("spec.template.spec.containers[shop].image", "- shop:1", "+ shop:2");
    }

    @Test
    void tellsNobodyASecretsValues() {
        FlotillaCommand.Outcome told =
                FlotillaCommand.run(fleet, "history", "secret/o-1", "-n", NAMESPACE, "-o", "json");

        assertThat(told.json().at("/changes/0/object/data/v").asString()).isEqualTo("redacted");
        assertThat(told.out()).doesNotContain(base64(PASSWORD));
    }

    @Test
    void rewritesWhatIsEncryptedAndChangesNothingInIt() {
        String read = "get secret o-2 -o jsonpath=";
        String version = hub(fleet).run(read + "{.metadata.resourceVersion}").output();

        FlotillaCommand.Outcome outcome = FlotillaCommand.run(fleet, "rewrite-secrets");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).matches("(?s)Rewrote [0-9]+ objects under the key 'key-.*'\\.\n");
        assertThat(hub(fleet).run(read + "{.metadata.resourceVersion}").output())
                .isNotEqualTo(version);
        assertThat(hub(fleet).run(read + "{.data.v}").output()).isEqualTo(base64(PASSWORD));
    }

    @Test
    void restoresABackupInAnEmptyDirectory() throws IOException {
        Path file = scratch.resolve("hub.backup");
        Map<String, String> before = contents(fleet);
        long version = version(fleet);

        FlotillaCommand.Outcome backup = FlotillaCommand.run(fleet, "backup", file.toString());
        assertThat(backup.exitCode()).as(backup.err()).isZero();
        assertThat(backup.out()).contains("Backed up ");
        assertThat(filesWith(file, SHOWN)).hasSize(1);
        assertThat(filesWith(file, base64(PASSWORD))).isEmpty();

        try (LocalFleetFixture restored = LocalFleetFixture.unstarted()) {
            refusesWhatCannotBeRestored(restored, file);
            Files.createDirectories(restored.directory().hub());
            Files.copy(
                    fleet.directory().hub().resolve("encryption.keys"),
                    restored.directory().hub().resolve("encryption.keys"));
            FlotillaCommand.Outcome restore = FlotillaCommand.run(restored, "restore", file.toString());
            assertThat(restore.exitCode()).as(restore.err()).isZero();

            restored.up();

            assertThat(contents(restored)).containsAllEntriesOf(before);
            assertThat(version(restored)).isGreaterThan(version);
            String watch = "/api/v1/namespaces/" + NAMESPACE + "/configmaps?watch=1&resourceVersion=" + version;
            assertThat(hub(restored).run("", "get", "--raw", watch).output()).contains("\"code\":410", "Expired");
            FlotillaCommand.Outcome twice = FlotillaCommand.run(restored, "restore", file.toString());
            assertThat(twice.err()).contains("a hub runs from");
        }
    }

    private static void refusesWhatCannotBeRestored(LocalFleetFixture into, Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Path cut = Files.write(scratch.resolve("cut.backup"), Arrays.copyOf(whole, whole.length / 2));
        whole[whole.length / 2] ^= 1;
        Path changed = Files.write(scratch.resolve("changed.backup"), whole);

        assertThat(FlotillaCommand.run(into, "restore", cut.toString()).err()).contains("not complete");
        assertThat(FlotillaCommand.run(into, "restore", changed.toString()).err())
                .contains("has been changed");
        assertThat(FlotillaCommand.run(into, "restore", file.toString()).err())
                .contains("sealed with the key 'key-", "encryption.keys");
        assertThat(into.directory().hub().resolve("broker")).doesNotExist();
    }

    private static long version(LocalFleetFixture of) {
        return Long.parseLong(of.get("hub", "/api/v1/namespaces/" + NAMESPACE + "/configmaps")
                .at("/metadata/resourceVersion")
                .asString());
    }

    /** Every object as it is, but for its version, by list and name. */
    private static Map<String, String> contents(LocalFleetFixture of) {
        Map<String, String> contents = new TreeMap<>();
        for (String list : LISTS) {
            List<JsonNode> items = new ArrayList<>(of.list("hub", list));
            items.forEach(item -> {
                ((ObjectNode) item.path("metadata")).remove("resourceVersion");
                contents.put(
                        list + " " + item.at("/metadata/namespace").asString("") + "/"
                                + item.at("/metadata/name").asString(),
                        item.toString());
            });
        }
        return contents;
    }
}
