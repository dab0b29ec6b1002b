package dev.flotilla.apiserver.outbound;

/** A call that gave no usable answer. The message is Kubernetes' own as far as it has one. */
public final class CallFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public CallFailure(String message) {
        super(message, null, false, false);
    }
}
