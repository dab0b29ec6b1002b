package dev.flotilla.hub.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flotilla.apiserver.pki.CertificateAuthority;
import dev.flotilla.apiserver.pki.Identity;
import dev.flotilla.hub.FreePorts;
import dev.flotilla.hub.config.Address;
import dev.flotilla.hub.config.NodeTls;
import dev.flotilla.hub.config.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTransportIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final CertificateAuthority NODES = CertificateAuthority.generate("nodes", Instant.now());

    @TempDir
    private Path directory;

    private final LinkedHashMap<String, Address> addresses = new LinkedHashMap<>();

    private PeerTransport open(String name, CertificateAuthority authority) throws IOException {
        Address address = new Address("127.0.0.1", FreePorts.any());
        addresses.put(name, address);
        return PeerTransport.open(
                new Peers(address, address, new LinkedHashMap<>(), Optional.empty(), tls(name, authority)),
                node -> Optional.ofNullable(addresses.get(node)));
    }

    private NodeTls tls(String name, CertificateAuthority authority) throws IOException {
        Identity identity = authority.peer(name, List.of("127.0.0.1"), Instant.now());
        return new NodeTls(
                write(name + "-ca.crt", authority.certificatePem()),
                write(name + ".crt", identity.certificatePem()),
                write(name + ".key", identity.keyPem()));
    }

    private Path write(String name, String pem) throws IOException {
        return Files.writeString(directory.resolve(name), pem);
    }

    @Test
    void bringsSmallAndLargeMessagesAndAgainWhenTheOtherNodeIsBack() throws Exception {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Queue<byte[]> received = new ConcurrentLinkedQueue<>();
        try (PeerTransport one = open("one", NODES)) {
            try (PeerTransport two = open("two", NODES)) {
                two.receive(PeerTransport.Topic.COMMITS, received::add);
                one.send(PeerTransport.Topic.COMMITS, "two", large);
                one.send(PeerTransport.Topic.COMMITS, "two", "small".getBytes(StandardCharsets.UTF_8));
                one.send(PeerTransport.Topic.COMMITS, "nobody", large);

                await("both").atMost(PATIENCE).until(() -> received.size() == 2);
                assertThat(received).anySatisfy(message -> assertThat(message).isEqualTo(large));
            }
            received.clear();
            try (PeerTransport again = open("two", NODES)) {
                again.receive(PeerTransport.Topic.HELLO, received::add);
                Hello hello = new Hello("one", true, 7);
                await("the other's new life").atMost(PATIENCE).until(() -> {
                    one.send(PeerTransport.Topic.HELLO, "two", hello.bytes());
                    return !received.isEmpty();
                });
                assertThat(Hello.of(received.element())).isEqualTo(hello);
            }
        }
    }

    @Test
    void hearsNobodyWhoseCertificateIsAnotherAuthoritys() throws Exception {
        Queue<byte[]> received = new ConcurrentLinkedQueue<>();
        try (PeerTransport one = open("one", NODES);
                PeerTransport two = open("two", NODES);
                PeerTransport stranger = open("stranger", CertificateAuthority.generate("nodes", Instant.now()))) {
            two.receive(PeerTransport.Topic.HELLO, received::add);
            await("friends to be heard").atMost(PATIENCE).until(() -> {
                stranger.send(PeerTransport.Topic.HELLO, "two", new Hello("stranger", true, 7).bytes());
                one.send(PeerTransport.Topic.HELLO, "two", new Hello("one", true, 7).bytes());
                return received.size() > 20;
            });
            assertThat(received.stream().map(Hello::of)).containsOnly(new Hello("one", true, 7));
        }
    }

    @Test
    void saysWhichFileCannotBeUsed() throws IOException {
        NodeTls tls = tls("odd", NODES);
        Files.writeString(tls.key(), "nothing");

        assertThatThrownBy(() -> NodeSsl.of(tls))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(tls.key().toString())
                .hasMessageContaining("BEGIN PRIVATE KEY");
    }
}
