package dev.flotilla.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.flotilla.dr.EvictionSettings;
import dev.flotilla.health.HealthSettings;
import dev.flotilla.placement.defaults.ExtenderRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HubFileTest {
    private static final Path FILE = Path.of("/etc/flotilla/hub.yaml");

    private static String resource(String name) throws IOException {
        try (var stream = HubFileTest.class.getResourceAsStream(name)) {
            return new String(java.util.Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HubConfig read(String text) throws HubFileException {
        return HubFile.parse(text, FILE, _ -> true);
    }

    private static List<String> problems(String text) {
        Throwable thrown = catchThrowable(() -> HubFile.parse(text, FILE, file -> !file.endsWith("absent.crt")));
        assertThat(thrown).isInstanceOf(HubFileException.class);
        return String.valueOf(thrown.getMessage()).lines().toList();
    }

    private static Path etc(String file) {
        return Path.of("/etc/flotilla").resolve(file);
    }

    @Test
    void readsEverySettingOfANodeWithABroker() throws Exception {
        HubConfig config = read(resource("full.yaml"));

        NodeTls tls = new NodeTls(etc("tls/nodes-ca.crt"), etc("tls/node.crt"), etc("tls/node.key"));
        assertThat(config.name()).isEqualTo("fleet");
        assertThat(config.node()).isEqualTo("b");
        assertThat(config.location()).isEqualTo(new Location("eu", "eu-2"));
        assertThat(config.data()).isEqualTo(Path.of("/var/lib/flotilla"));
        assertThat(config.api()).isEqualTo(new Address("0.0.0.0", 8443));
        assertThat(config.apiTls()).contains(new ApiTls(etc("tls/api-ca.crt"), etc("tls/api.crt"), etc("tls/api.key")));
        Peers peers = config.peers().orElseThrow();
        assertThat(peers.listen()).isEqualTo(new Address("0.0.0.0", 8444));
        assertThat(peers.advertised()).isEqualTo(new Address("hub-b.example.org", 8444));
        assertThat(peers.others("b"))
                .isEqualTo(Map.of("a", new Address("hub-a.example.org", 8444), "c", new Address("2001:db8::3", 8444)));
        assertThat(peers.tls()).isEqualTo(tls);
        KafkaSource.Quorum quorum = (KafkaSource.Quorum) config.kafka();
        assertThat(quorum.clusterId()).isEqualTo("4L6g3nShT-eMCtK--X86sw");
        assertThat(quorum.listenHost()).isEqualTo("10.0.0.2");
        assertThat(quorum.fsync()).isTrue();
        assertThat(quorum.tls()).isEqualTo(tls);
        assertThat(quorum.brokerOf("b"))
                .contains(new KafkaSource.Broker(
                        "b", 2, new Address("hub-b.example.org", 8445), new Address("hub-b.example.org", 8446)));
        assertThat(config.encryption())
                .isEqualTo(new Encryption(
                        List.of(
                                new Encryption.Key("2026-11", etc("keys/2026-11")),
                                new Encryption.Key("2026-05", etc("keys/2026-05"))),
                        List.of("secrets", "gadgets.example.org")));
        assertThat(config.timing())
                .isEqualTo(new Timing(
                        Duration.ofSeconds(3),
                        Duration.ofMillis(500),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        Duration.ofDays(2)));
        assertThat(config.health()).isEqualTo(HealthSettings.DEFAULT.withEvictAfter(Duration.ofSeconds(-1)));
        assertThat(config.eviction()).isEqualTo(new EvictionSettings(20, Duration.ofSeconds(1)));
        assertThat(config.security())
                .isEqualTo(new HubSecurity(
                        "https://hub.example.org",
                        Optional.of(etc("authn.yaml")),
                        Optional.of(etc("more-ca.crt")),
                        Optional.of(etc("audit.yaml")),
                        Optional.of(etc("logs/audit.log")),
                        true,
                        50));
        assertThat(config.placement())
                .isEqualTo(new PlacementSettings(
                        true,
                        Duration.ofMinutes(2),
                        List.of(new PlacementSettings.Extender(
                                new ExtenderRule("cost", List.of("apps/v1/Deployment"), 3, true, 60),
                                "https://cost.example.org/place",
                                Optional.of(etc("cost-ca.crt")),
                                Duration.ofMillis(500)))));
    }

    @Test
    void readsAKafkaOfSomebodyElsesAndNodesThatFindEachOtherByTheLog() throws Exception {
        HubConfig config = read(resource("external.yaml"));

        assertThat(config.kafka())
                .isEqualTo(new KafkaSource.External(
                        List.of("kafka-1.example.org:9093", "kafka-2.example.org:9093"),
                        3,
                        Optional.of(new KafkaSource.Tls(
                                Optional.of(etc("kafka-ca.crt")),
                                Optional.of(new KafkaSource.ClientCertificate(etc("kafka.crt"), etc("kafka.key"))))),
                        Optional.of(new KafkaSource.Sasl(
                                KafkaSource.Mechanism.SCRAM_SHA_512, "hub", etc("kafka.password")))));
        Peers peers = config.peers().orElseThrow();
        assertThat(peers.nodes()).isEmpty();
        assertThat(peers.advertised()).isEqualTo(new Address("10.1.2.3", 7444));
        assertThat(peers.listen()).isEqualTo(new Address("10.1.2.3", 7444));
        assertThat(peers.dns())
                .contains(new PeerDns("_peers._tcp.hub.example.org", Optional.of(new Address("10.1.0.10", 53))));
        assertThat(config.data()).isEqualTo(etc("data"));
    }

    @Test
    void needsLittleForAHubOfOneNode() throws Exception {
        HubConfig config = read("{node: a, data: data}");

        assertThat(config)
                .isEqualTo(new HubConfig(
                        "flotilla",
                        "a",
                        Location.UNKNOWN,
                        etc("data"),
                        new Address("127.0.0.1", 7443),
                        Optional.empty(),
                        Optional.empty(),
                        new KafkaSource.Own(),
                        Encryption.NONE,
                        Timing.DEFAULT,
                        HealthSettings.DEFAULT,
                        EvictionSettings.DEFAULT,
                        HubSecurity.DEFAULT,
                        PlacementSettings.DEFAULT));
    }

    @Test
    void tellsEverythingThatIsWrongAtOnceWithItsLine() throws Exception {
        String expected = resource("wrong.txt");

        assertThat(problems(resource("wrong.yaml"))).isEqualTo(expected.lines().toList());
    }

    @Test
    void saysWhereTheTextIsNoYaml() {
        assertThat(problems("node: a\n  data: b\n"))
                .singleElement()
                .asString()
                .startsWith("/etc/flotilla/hub.yaml:2: this is no YAML: ");
        assertThat(problems(""))
                .containsExactly(
                        "/etc/flotilla/hub.yaml:1: the file has no settings; `flotilla hub init` writes files that have it");
    }

    @Test
    void refusesSeveralNodesThatShareNoLogAndHaveNoCommonAuthority() {
        assertThat(problems("{node: a, data: d, tls: {authority: a, certificate: b, key: c},"
                        + " peers: {nodes: {a: 'a:1', b: 'b:1'}}}"))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("api: nodes of one hub need API certificates"))
                .anySatisfy(problem -> assertThat(problem).contains("kafka: several nodes share one log"));
    }

    @Test
    void asksDnsOnlyForWhatItIsNotTold() {
        assertThat(problems("{node: a, data: d, kafka: {bootstrapServers: ['k:9092']},"
                        + " api: {authority: a, certificate: b, key: c}, tls: {authority: a, certificate: b, key: c},"
                        + " peers: {nodes: {a: 'a:1'}, dns: _peers._tcp.hub.example.org}}"))
                .singleElement()
                .asString()
                .contains("peers.dns: the nodes are named under nodes already");
        assertThat(problems("{node: a, data: d, kafka: {bootstrapServers: ['k:9092']},"
                        + " api: {authority: a, certificate: b, key: c}, tls: {authority: a, certificate: b, key: c},"
                        + " peers: {advertised: 'a:1', dnsServer: '10.0.0.10:53'}}"))
                .singleElement()
                .asString()
                .contains("peers.dnsServer: it is asked nothing");
    }

    @Test
    void refusesAPasswordOnAConnectionInTheClear() {
        assertThat(problems("{node: a, data: d, kafka: {bootstrapServers: ['k:9092'],"
                        + " sasl: {mechanism: PLAIN, username: u, passwordFile: p}}}"))
                .singleElement()
                .asString()
                .contains("kafka.sasl: a password needs TLS");
    }

    /** Whatever a file may say stands in the documentation, and nothing else does. */
    @Test
    void documentsEverySetting() throws Exception {
        TreeSet<String> settings = new TreeSet<>();
        for (String name : List.of("full.yaml", "external.yaml")) {
            Findings findings = new Findings(FILE, _ -> true);
            HubFile.parse(resource(name), findings);
            settings.addAll(findings.settings());
        }
        settings.removeIf(name -> name.matches("peers\\.nodes\\..*"));
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/hub-config.md"))) {
            if (line.matches("\\| `[a-zA-Z.*\\[\\]]+` \\|.*")) {
                documented.add(line.split("`")[1]);
            }
        }

        assertThat(documented).containsExactlyInAnyOrderElementsOf(settings);
    }

    @Test
    void takesAddressesOfEveryKind() {
        assertThat(Address.parse("[::1]:7443"))
                .isEqualTo(new Address("::1", 7443))
                .hasToString("[::1]:7443");
        assertThat(Address.parse("hub-1.example.org:1")).isEqualTo(new Address("hub-1.example.org", 1));
        for (String wrong :
                List.of("7443", "host", "host:", ":7443", "::1:7443", "host:123456", "a b:1", "host:65536")) {
            assertThatThrownBy(() -> Address.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
