package dev.flotilla.apiserver.audit;

import java.util.Optional;
import java.util.stream.Stream;

/** How much of a request is written down, from nothing to both bodies. */
public enum AuditLevel {
    NONE("None"),
    METADATA("Metadata"),
    REQUEST("Request"),
    REQUEST_RESPONSE("RequestResponse");

    private final String label;

    AuditLevel(String label) {
        this.label = label;
    }

    /** As policies and events spell it. */
    public String label() {
        return label;
    }

    static Optional<AuditLevel> of(String label) {
        return Stream.of(values()).filter(each -> each.label.equals(label)).findFirst();
    }
}
