package dev.flotilla.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseHeadTest {
    @Test
    void waitsForTheWholeHead() {
        assertThat(ResponseHead.parse(bytes("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n")))
                .isEmpty();
    }

    @Test
    void leavesWhatFollowsTheHeadAlone() {
        byte[] received = bytes("HTTP/1.1 101 Switching\r\nUpgrade:  SPDY/3.1\r\n\r\nframes");

        ResponseHead head = ResponseHead.parse(received).orElseThrow();

        assertThat(head.code()).isEqualTo(101);
        assertThat(head.value("upgrade")).isEqualTo("SPDY/3.1");
        assertThat(head.length()).isEqualTo(received.length - "frames".length());
    }

    @Test
    void readsARefusalsBodyOnceItIsThere() {
        byte[] part = bytes("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nno");
        byte[] whole = bytes("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope");
        byte[] chunked =
                bytes("HTTP/1.1 403 F\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n2;x=y\r\npe\r\n0\r\n\r\n");

        assertThat(ResponseHead.parse(part).orElseThrow().body(part)).isEmpty();
        assertThat(ResponseHead.parse(whole).orElseThrow().body(whole)).hasValue(bytes("nope"));
        assertThat(ResponseHead.parse(chunked).orElseThrow().body(chunked)).hasValue(bytes("nope"));
    }

    @Test
    void refusesWhatIsNoAnswer() {
        assertThatThrownBy(() -> ResponseHead.parse(bytes("SSH-2.0-x\r\n\r\n")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
