package dev.flotilla.simulator.container;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a SPDY/3.1 connection, as port forwarding uses it: the client opens streams, each with headers;
 * data goes both ways on them. It is fed bytes and gives bytes; one thread at a time.
 */
final class SpdySession {
    private static final int STREAMS_MAX = 256;

    /** One stream that the client has opened. */
    interface Stream {
        void received(byte[] data);

        /** The client will send no more on it. */
        void ended();
    }

    /** Decides what a new stream is; empty to refuse it. */
    interface Acceptor {
        Optional<Stream> open(int id, Map<String, String> headers);
    }

    private final EmbeddedChannel codec = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final Acceptor acceptor;
    private final Consumer<byte[]> output;

    SpdySession(Acceptor acceptor, Consumer<byte[]> output) {
        this.acceptor = acceptor;
        this.output = output;
    }

    void received(byte[] bytes) {
        codec.writeInbound(Unpooled.wrappedBuffer(bytes));
        @Nullable Object frame;
        while ((frame = codec.readInbound()) != null) {
            try {
                handle(frame);
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }
    }

    /** @param last nothing follows on this stream */
    void send(int stream, byte[] data, boolean last) {
        SpdyDataFrame frame = new DefaultSpdyDataFrame(stream, Unpooled.wrappedBuffer(data));
        frame.setLast(last);
        write(frame);
    }

    private void handle(Object frame) {
        switch (frame) {
            case SpdySynStreamFrame opened -> open(opened);
            case SpdyDataFrame data -> {
                Stream stream = streams.get(data.streamId());
                if (stream != null) {
                    byte[] bytes = ByteBufUtil.getBytes(data.content());
                    if (bytes.length > 0) {
                        stream.received(bytes);
                    }
                    if (data.isLast()) {
                        streams.remove(data.streamId());
                        stream.ended();
                    }
                }
            }
            case SpdyRstStreamFrame reset -> streams.remove(reset.streamId());
            case SpdyPingFrame ping -> write(new DefaultSpdyPingFrame(ping.id()));
            default -> {
                // Settings, windows and farewells change nothing here.
            }
        }
    }

    private void open(SpdySynStreamFrame opened) {
        Map<String, String> headers = new HashMap<>();
        opened.headers()
                .forEach(each ->
                        headers.put(each.getKey().toString(), each.getValue().toString()));
        Optional<Stream> stream =
                streams.size() < STREAMS_MAX ? acceptor.open(opened.streamId(), headers) : Optional.empty();
        DefaultSpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(opened.streamId());
        reply.setLast(stream.isEmpty());
        // Without any header the codec writes no header block at all, which Go's reader takes for the end.
        reply.headers().set("server", "simulator");
        write(reply);
        stream.ifPresent(each -> {
            streams.put(opened.streamId(), each);
            if (opened.isLast()) {
                streams.remove(opened.streamId());
                each.ended();
            }
        });
    }

    private void write(SpdyFrame frame) {
        codec.writeOutbound(frame);
        @Nullable ByteBuf bytes;
        while ((bytes = codec.readOutbound()) != null) {
            output.accept(ByteBufUtil.getBytes(bytes));
            bytes.release();
        }
    }

    void close() {
        codec.finishAndReleaseAll();
    }
}
