package dev.flotilla.apiserver.outbound;

/** A call that gave no usable answer. The message is Kubernetes' own as far as it has one. */
public final class CallFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String CALLING = "failed to call webhook: ";

    private final String reason;

    public CallFailure(String message) {
        this("", message);
    }

    private CallFailure(String stage, String reason) {
        super(stage + reason, null, false, false);
        this.reason = reason;
    }

    /** One of the call itself, of which admission says that it was one. */
    public static CallFailure calling(String reason) {
        return new CallFailure(CALLING, reason);
    }

    /** The message, but for the words that it was the call that failed. */
    public String reason() {
        return reason;
    }
}
