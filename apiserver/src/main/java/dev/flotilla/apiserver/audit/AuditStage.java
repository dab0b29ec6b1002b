package dev.flotilla.apiserver.audit;

import java.util.Optional;
import java.util.stream.Stream;

/** When in a request's life an event is written. */
public enum AuditStage {
    REQUEST_RECEIVED("RequestReceived"),
    /** Of streams alone: the head is sent, the body goes on. */
    RESPONSE_STARTED("ResponseStarted"),
    RESPONSE_COMPLETE("ResponseComplete"),
    PANIC("Panic");

    private final String label;

    AuditStage(String label) {
        this.label = label;
    }

    /** As policies and events spell it. */
    public String label() {
        return label;
    }

    static Optional<AuditStage> of(String label) {
        return Stream.of(values()).filter(each -> each.label.equals(label)).findFirst();
    }
}
