package dev.flotilla.apiserver.openapi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One protobuf message as it is being written. */
final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    ProtobufMessage text(int number, String value) {
        return bytes(number, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtobufMessage message(int number, ProtobufMessage value) {
        varint(((long) number << 3) | DELIMITED);
        varint(value.out.size());
        out.writeBytes(value.bytes());
        return this;
    }

    ProtobufMessage number(int number, long value) {
        varint(((long) number << 3) | VARINT);
        varint(value);
        return this;
    }

    ProtobufMessage decimal(int number, double value) {
        varint(((long) number << 3) | FIXED64);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            out.write((int) (bits >>> shift));
        }
        return this;
    }

    private ProtobufMessage bytes(int number, byte[] value) {
        varint(((long) number << 3) | DELIMITED);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
