package dev.flotilla.apiserver.audit;

/** Takes events that are to be kept. Never blocks; what it cannot take it counts. */
public interface AuditSink {
    AuditSink NOWHERE = _ -> {};

    /** @param event one JSON document, without a line's end */
    void write(byte[] event);
}
