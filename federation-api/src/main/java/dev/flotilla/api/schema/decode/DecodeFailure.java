package dev.flotilla.api.schema.decode;

/** A body that cannot be understood; the message is Kubernetes' own, without the words around it. */
final class DecodeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DecodeFailure(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
