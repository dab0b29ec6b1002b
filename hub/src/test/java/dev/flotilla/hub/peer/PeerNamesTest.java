package dev.flotilla.hub.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.hub.config.Address;
import dev.flotilla.hub.config.PeerDns;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Asks a server that speaks DNS over UDP, as the protocol has it (RFC 1035). */
class PeerNamesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAME = "_peers._tcp.hub.example.org";

    @Test
    void learnsWhereNodesAreAndWhoComesLater() throws Exception {
        try (Responder dns = new Responder();
                PeerNames names = PeerNames.ask(new PeerDns(NAME, Optional.of(dns.address())))) {
            dns.targets.add("a.hub.example.org");
            await("the first").atMost(PATIENCE).until(() -> names.nodes().containsKey("a"));
            assertThat(names.nodes()).containsEntry("a", new Address("a.hub.example.org", 7444));

            dns.targets.add("b.hub.example.org");
            await("the second").atMost(PATIENCE).until(() -> names.nodes().containsKey("b"));

            dns.targets.clear();
            int before = dns.asked();
            await("to be asked again").atMost(PATIENCE).until(() -> dns.asked() > before + 1);
            assertThat(names.nodes()).as("what it said last stays good").containsOnlyKeys("a", "b");
        }
    }

    /** Answers every question with an SRV record for each target. */
    private static final class Responder implements AutoCloseable {
        private static final int HEADER = 12;
        private static final int SRV = 33;
        private static final int POINTER_TO_QUESTION = 0xC00C;
        private static final int ANSWER = 0x8580;
        private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        private final List<String> targets = new CopyOnWriteArrayList<>();
        private volatile int asked;

        Responder() throws IOException {
            Thread.ofPlatform().daemon().start(this::serve);
        }

        Address address() {
            return new Address("127.0.0.1", socket.getLocalPort());
        }

        int asked() {
            return asked;
        }

        private void serve() {
            byte[] buffer = new byte[512];
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    socket.receive(packet);
                    byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    asked++;
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private byte[] answer(byte[] question) throws IOException {
            List<String> now = List.copyOf(targets);
            int end = HEADER;
            while (question[end] != 0) {
                end += question[end] + 1;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(question, 0, 2);
            for (int each : new int[] {ANSWER, 1, now.size(), 0, 0}) {
                out.writeShort(each);
            }
            out.write(question, HEADER, end + 5 - HEADER);
            for (String target : now) {
                byte[] name = name(target);
                for (int each : new int[] {POINTER_TO_QUESTION, SRV, 1, 0, 0, 6 + name.length, 0, 0, 7444}) {
                    out.writeShort(each);
                }
                out.write(name);
            }
            return bytes.toByteArray();
        }

        private static byte[] name(String host) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (String label : host.split("\\.")) {
                bytes.write(label.length());
                bytes.write(label.getBytes(StandardCharsets.US_ASCII));
            }
            bytes.write(0);
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
