package dev.flotilla.api.schema.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Walks the fields of one protobuf message. A malformed message is a {@link DecodeFailure}, whatever its bytes. */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] data;
    private final int end;
    private int position;
    private int field;
    private int wireType;

    ProtobufReader(byte[] data, int start, int end) {
        this.data = data;
        this.position = start;
        this.end = end;
    }

    /** Moves to the next field; false at the end. The value must then be read or skipped. */
    boolean next() {
        if (position >= end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (field <= 0) {
            throw new DecodeFailure("proto: illegal tag " + field + " (wire type " + wireType + ")");
        }
        return true;
    }

    int field() {
        return field;
    }

    long number() {
        require(VARINT);
        return varint();
    }

    double decimal() {
        require(FIXED64);
        return ByteBuffer.wrap(data, advance(Long.BYTES), Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getDouble();
    }

    String text() {
        ProtobufReader value = message();
        return new String(data, value.position, value.end - value.position, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        ProtobufReader value = message();
        byte[] copy = new byte[value.end - value.position];
        System.arraycopy(data, value.position, copy, 0, copy.length);
        return copy;
    }

    ProtobufReader message() {
        require(BYTES);
        long length = varint();
        if (length < 0 || length > end - position) {
            throw truncated();
        }
        int start = advance((int) length);
        return new ProtobufReader(data, start, start + (int) length);
    }

    boolean isMessage() {
        return wireType == BYTES;
    }

    boolean atEnd() {
        return position >= end;
    }

    /** A number of a packed list, which stands without a tag. */
    long packedNumber() {
        return varint();
    }

    double packedDecimal() {
        return ByteBuffer.wrap(data, advance(Long.BYTES), Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getDouble();
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case BYTES -> message();
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw new DecodeFailure("proto: illegal wireType " + wireType);
        }
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw new DecodeFailure("proto: wrong wireType = " + wireType + " for field " + field);
        }
    }

    private int advance(int length) {
        if (length > end - position) {
            throw truncated();
        }
        int start = position;
        position += length;
        return start;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = data[advance(1)];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new DecodeFailure("proto: integer overflow");
    }

    private static DecodeFailure truncated() {
        return new DecodeFailure("unexpected EOF");
    }
}
