package dev.flotilla.replication.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void findsPortsBelowThoseOfConnections() throws IOException {
        assertThat(Ports.free()).isBetween(10_000, 19_999);
    }

    @Test
    void knowsThatAPortIsListenedOn() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
        }
    }
}
