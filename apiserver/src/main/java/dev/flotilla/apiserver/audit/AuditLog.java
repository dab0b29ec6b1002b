package dev.flotilla.apiserver.audit;

import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.apiserver.request.Remarks;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A policy and where what it wants goes.
 *
 * @param sink stays with whoever made it, who closes it when no server uses it any more
 */
public record AuditLog(AuditPolicy policy, AuditSink sink) {
    /** Keeps nothing. */
    public static final AuditLog OFF = new AuditLog(AuditPolicy.none(), AuditSink.NOWHERE);

    /** @param expected what the request's body is to be, if it is an object of a known kind */
    public AuditTrail begin(AuditedRequest request, Optional<Expected> expected, InstantSource clock, Remarks remarks) {
        return new AuditTrail(request, policy.decide(request.user(), request.access()), expected, sink, clock, remarks);
    }
}
