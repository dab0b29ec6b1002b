package dev.flotilla.replication.kafka;

/** The log is there but must not be used: it is another hub's, of another format, or set up otherwise. */
public final class LogRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogRefusedException(String message) {
        super(message);
    }
}
