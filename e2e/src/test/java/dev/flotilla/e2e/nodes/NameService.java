package dev.flotilla.e2e.nodes;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The names of a hub's nodes: a DNS server on UDP that answers one name's SRV records (RFC 1035, RFC 2782), and, for
 * the addresses of their targets, a file of hosts that a Java process asks in place of the machine's resolver.
 */
final class NameService implements AutoCloseable {
    static final String NAME = "_peers._tcp.hub.example.org";
    private static final String HOSTS = ".hub.example.org";
    private static final int HEADER = 12;
    private static final int QUESTION_TAIL = 5;
    private static final int SRV = 33;
    private static final int POINTER_TO_QUESTION = 0xC00C;
    private static final int ANSWER = 0x8580;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Path hosts;
    private final Map<String, Integer> ports = new ConcurrentSkipListMap<>();
    private final Map<String, String> addresses = new ConcurrentSkipListMap<>();

    NameService(Path hosts) throws IOException {
        this.hosts = hosts;
        addresses.put("localhost", "127.0.0.1");
        addresses.put(InetAddress.getLocalHost().getHostName(), "127.0.0.1");
        writeHosts();
        Thread.ofPlatform().daemon().name("names").start(this::serve);
    }

    /** By which a node is known to the others. */
    static String host(String node) {
        return node + HOSTS;
    }

    /** What a Java process is started with. */
    String option() {
        return "-Djdk.net.hosts.file=" + hosts;
    }

    String server() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** From now on the node is among the answers, and its name has an address. */
    void publish(String node, String address, int port) throws IOException {
        addresses.put(host(node), address);
        writeHosts();
        ports.put(node, port);
    }

    /** Readers see the old file or the new one. */
    private void writeHosts() throws IOException {
        String text = addresses.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                .collect(Collectors.joining());
        Path fresh = Files.writeString(hosts.resolveSibling(hosts.getFileName() + ".new"), text);
        Files.move(fresh, hosts, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void serve() {
        byte[] buffer = new byte[512];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        List<Map.Entry<String, Integer>> now = List.copyOf(ports.entrySet());
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
        out.write(question, HEADER, end + QUESTION_TAIL - HEADER);
        for (Map.Entry<String, Integer> node : now) {
            byte[] target = labels(host(node.getKey()));
            for (int each : new int[] {POINTER_TO_QUESTION, SRV, 1, 0, 0, 6 + target.length, 0, 0, node.getValue()}) {
                out.writeShort(each);
            }
            out.write(target);
        }
        return bytes.toByteArray();
    }

    private static byte[] labels(String host) throws IOException {
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
