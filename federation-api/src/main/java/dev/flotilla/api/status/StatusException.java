package dev.flotilla.api.status;

/** Carries a {@link StatusError} out of a request's path to where the answer is written. */
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient StatusError status;

    StatusException(StatusError status) {
        super(status.message(), null, false, false);
        this.status = status;
    }

    public StatusError status() {
        return status;
    }
}
