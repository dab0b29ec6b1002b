package dev.flotilla.propagation.member;

/** Says in a few words what kept a request from being answered. */
final class Failures {
    private Failures() {}

    static String rootOf(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        String message = root.getMessage();
        return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
    }
}
