package dev.flotilla.apiserver.audit;

import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import java.time.Instant;

/**
 * A request, as far as it concerns the log.
 *
 * @param id the request's own, as its answer bears it
 * @param user who has proved who it is, even if it acts as somebody else
 */
public record AuditedRequest(
        String id, ApiRequest http, String address, UserInfo user, AccessAttributes access, Instant received) {}
