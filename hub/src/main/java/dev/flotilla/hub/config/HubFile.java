package dev.flotilla.hub.config;

import dev.flotilla.apiserver.token.TokenSettings;
import dev.flotilla.dr.EvictionSettings;
import dev.flotilla.health.HealthSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads {@code hub.yaml}. Strict: what it does not know, what has the wrong form and what names a file that is not
 * there are problems, and all of them are told at once.
 */
public final class HubFile {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Address API = new Address("127.0.0.1", 7443);
    private static final int EVICTIONS_PER_SECOND_MAX = 100_000;
    private static final String INIT = "`flotilla hub init` writes files that have it";

    private HubFile() {}

    /**
     * @throws HubFileException if it cannot be used
     * @throws IOException if it cannot be read
     */
    public static HubConfig read(Path file) throws HubFileException, IOException {
        return parse(Files.readString(file), new Findings(file, Files::isReadable));
    }

    /** @param exists whether a file that the text names is there */
    static HubConfig parse(String text, Path file, Predicate<Path> exists) throws HubFileException {
        return parse(text, new Findings(file, exists));
    }

    static HubConfig parse(String text, Findings findings) throws HubFileException {
        Settings root = root(text, findings);
        HubConfig config = config(root, findings);
        root.end();
        findings.throwIfAny();
        return config;
    }

    private static Settings root(String text, Findings findings) throws HubFileException {
        try {
            Optional<Node> document =
                    new Compose(LoadSettings.builder().setUseMarks(true).build()).composeString(text);
            if (document.orElse(null) instanceof MappingNode mapping) {
                return Settings.of(findings, "", mapping);
            }
            findings.problem(1, "the file has no settings; " + INIT);
        } catch (MarkedYamlEngineException malformed) {
            findings.problem(
                    malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
                    "this is no YAML: " + malformed.getProblem());
        } catch (YamlEngineException malformed) {
            findings.problem(1, "this is no YAML: " + malformed.getMessage());
        }
        findings.throwIfAny();
        return Settings.empty(findings, "", 1);
    }

    private static HubConfig config(Settings root, Findings findings) {
        String node = name(root, "node", root.required("node", "give each node a name of its own, as a, b, c"));
        Optional<NodeTls> tls = root.section("tls").map(HubFile::nodeTls);
        Settings api = section(root, "api", findings);
        Settings members = section(root, "members", findings);
        HubConfig config = new HubConfig(
                name(root, "hub", root.text("hub", "flotilla")),
                node,
                new Location(root.text("region", ""), root.text("zone", "")),
                root.path("data", "name the directory where the node keeps its data"),
                api.address("listen").orElse(API),
                apiTls(api),
                root.section("peers").map(peers -> PeersReader.read(peers, node, tls)),
                root.section("kafka").map(kafka -> KafkaReader.read(kafka, tls)).orElseGet(KafkaSource.Own::new),
                encryption(section(root, "encryption", findings)),
                timing(section(root, "timing", findings)),
                health(members),
                eviction(members),
                security(section(root, "security", findings)),
                PlacementSettingsReader.read(section(root, "placement", findings)));
        api.end();
        members.end();
        together(root, config);
        return config;
    }

    /** What is right by itself, and wrong beside the rest. */
    private static void together(Settings root, HubConfig config) {
        if (config.peers().isPresent() && config.apiTls().isEmpty()) {
            root.problem(
                    "api",
                    "nodes of one hub need API certificates of one authority: set authority, certificate and key; "
                            + INIT);
        }
        if (config.peers().isPresent() && config.kafka() instanceof KafkaSource.Own) {
            root.problem(
                    "kafka",
                    "several nodes share one log: set embedded (brokers on the nodes) or bootstrapServers (a Kafka of"
                            + " yours)");
        }
    }

    private static Settings section(Settings root, String name, Findings findings) {
        return root.section(name).orElseGet(() -> Settings.empty(findings, name, root.line()));
    }

    private static String name(Settings settings, String what, String name) {
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            settings.problem(
                    what,
                    "'" + name + "' must be lower-case letters, digits, '-' and '.', and begin and end with a letter"
                            + " or digit");
        }
        return name;
    }

    private static NodeTls nodeTls(Settings tls) {
        NodeTls read = new NodeTls(
                tls.requiredFile("authority", INIT),
                tls.requiredFile("certificate", INIT),
                tls.requiredFile("key", INIT));
        tls.end();
        return read;
    }

    private static Optional<ApiTls> apiTls(Settings api) {
        if (!api.has("certificate") && !api.has("key") && !api.has("authority")) {
            List.of("certificate", "key", "authority").forEach(api::text);
            return Optional.empty();
        }
        return Optional.of(new ApiTls(
                api.requiredFile("authority", INIT),
                api.requiredFile("certificate", INIT),
                api.requiredFile("key", INIT)));
    }

    private static Encryption encryption(Settings encryption) {
        List<Encryption.Key> keys = new ArrayList<>();
        for (Settings key : encryption.sections("keys")) {
            keys.add(new Encryption.Key(
                    key.required("id", "give each key a name of its own, as 2026-11"),
                    key.requiredFile("file", "name the file that holds the key")));
            key.end();
        }
        List<String> resources = encryption.texts("resources");
        encryption.end();
        if (keys.stream().map(Encryption.Key::id).distinct().count() < keys.size()) {
            encryption.problem("keys", "two keys have the same id");
        }
        return new Encryption(keys, resources.isEmpty() ? Encryption.NONE.resources() : resources);
    }

    private static Timing timing(Settings timing) {
        Timing byDefault = Timing.DEFAULT;
        Timing read = new Timing(
                positive(timing, "leaderSilence", byDefault.leaderSilence()),
                positive(timing, "leaderJitter", byDefault.leaderJitter()),
                positive(timing, "leaderBeat", byDefault.leaderBeat()),
                positive(timing, "commit", byDefault.commit()),
                positive(timing, "read", byDefault.read()),
                positive(timing, "behind", byDefault.behind()),
                timing.duration("drain", byDefault.drain()),
                timing.duration("history", byDefault.history()));
        timing.end();
        if (read.leaderBeat().multipliedBy(2).compareTo(read.leaderSilence()) > 0) {
            timing.problem(
                    "leaderSilence", "it must be at least twice leaderBeat, or nodes depose a leader that is well");
        }
        if (read.history().isNegative()) {
            timing.problem("history", "it must be 0s, for no history, or more");
        }
        return read;
    }

    private static Duration positive(Settings settings, String name, Duration byDefault) {
        Duration duration = settings.duration(name, byDefault);
        if (duration.isNegative() || duration.isZero()) {
            settings.problem(name, "it must be more than nothing");
        }
        return duration;
    }

    private static HealthSettings health(Settings members) {
        return HealthSettings.DEFAULT.withEvictAfter(
                members.duration("evictAfter", HealthSettings.DEFAULT.evictAfter()));
    }

    private static EvictionSettings eviction(Settings members) {
        int budget =
                members.number("evictionsPerSecond", EvictionSettings.DEFAULT.budget(), 0, EVICTIONS_PER_SECOND_MAX);
        return new EvictionSettings(budget, Duration.ofSeconds(1));
    }

    private static HubSecurity security(Settings security) {
        Optional<String> log = security.text("auditLog");
        boolean audit = log.filter("none"::equals).isEmpty();
        HubSecurity read = new HubSecurity(
                security.text("serviceAccountIssuer", TokenSettings.DEFAULT_ISSUER),
                security.file("authenticationConfig"),
                security.file("clientAuthorities"),
                security.file("auditPolicy"),
                audit ? log.map(_ -> security.path("auditLog", "")) : Optional.empty(),
                audit,
                security.number("requestsPerSecondPerUser", 0, 0, 1_000_000));
        security.end();
        return read;
    }
}
