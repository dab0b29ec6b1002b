package dev.flotilla.api.status;

import dev.flotilla.api.store.GroupResource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's refusal, in the form a Kubernetes client understands.
 *
 * @param code the HTTP status
 * @param reason Kubernetes' word; empty where it gives none
 * @param details what the refusal is about; empty where Kubernetes names nothing
 */
public record StatusError(int code, String reason, String message, Optional<Details> details) {
    /**
     * @param name the object's name; empty if none is meant
     * @param kind the plural, or the Kind in an Invalid error, as Kubernetes has it
     */
    public record Details(
            String name,
            String group,
            String kind,
            String uid,
            List<FieldError> causes,
            OptionalInt retryAfterSeconds) {
        /** Of a refusal in which Kubernetes names nothing, and yet has details. */
        public static final Details NONE = new Details("", "", "", "", List.of(), OptionalInt.empty());

        public Details {
            causes = List.copyOf(causes);
        }

        static Details of(GroupResource resource, String name) {
            return new Details(name, resource.group(), resource.resource(), "", List.of(), OptionalInt.empty());
        }
    }

    public static StatusError badRequest(String message) {
        return new StatusError(400, "BadRequest", message, Optional.empty());
    }

    public static StatusError notFound(GroupResource resource, String name) {
        return about(404, "NotFound", resource, name, resource.qualified() + " \"" + name + "\" not found");
    }

    public static StatusError alreadyExists(GroupResource resource, String name) {
        return about(409, "AlreadyExists", resource, name, resource.qualified() + " \"" + name + "\" already exists");
    }

    public static StatusError conflict(GroupResource resource, String name, String why) {
        return about(
                409,
                "Conflict",
                resource,
                name,
                "Operation cannot be fulfilled on " + resource.qualified() + " \"" + name + "\": " + why);
    }

    public static StatusError staleVersion(GroupResource resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** Forbidden for a reason that lies in the object, not in the caller's rights. */
    public static StatusError forbidden(GroupResource resource, String name, String why) {
        return about(403, "Forbidden", resource, name, resource.qualified() + " \"" + name + "\" is forbidden: " + why);
    }

    /** @param errors at least one */
    public static StatusError invalid(String group, String kind, String name, List<FieldError> errors) {
        String qualified = group.isEmpty() ? kind : kind + "." + group;
        String all = errors.stream().map(FieldError::message).collect(Collectors.joining(", "));
        return new StatusError(
                422,
                "Invalid",
                qualified + " \"" + name + "\" is invalid: " + (errors.size() == 1 ? all : "[" + all + "]"),
                Optional.of(new Details(name, group, kind, "", errors, OptionalInt.empty())));
    }

    public static StatusError tooLarge(int limitBytes) {
        return new StatusError(
                413, "RequestEntityTooLarge", "Request entity too large: limit is " + limitBytes, Optional.empty());
    }

    public static StatusError unsupportedMediaType(String message) {
        return new StatusError(415, "UnsupportedMediaType", message, Optional.of(Details.NONE));
    }

    public static StatusError methodNotAllowed() {
        return new StatusError(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Optional.of(Details.NONE));
    }

    /** Nothing is served at the path. */
    public static StatusError unknownPath() {
        return new StatusError(
                404, "NotFound", "the server could not find the requested resource", Optional.of(Details.NONE));
    }

    public static StatusError expired(String message) {
        return new StatusError(410, "Expired", message, Optional.empty());
    }

    public static StatusError internal(String message) {
        return new StatusError(500, "InternalError", "Internal error occurred: " + message, Optional.empty());
    }

    public static StatusError unavailable(String message, int retryAfterSeconds) {
        return retry(503, "ServiceUnavailable", message, retryAfterSeconds);
    }

    public static StatusError tooManyRequests(String message, int retryAfterSeconds) {
        return retry(429, "TooManyRequests", message, retryAfterSeconds);
    }

    private static StatusError retry(int code, String reason, String message, int seconds) {
        return new StatusError(
                code, reason, message, Optional.of(new Details("", "", "", "", List.of(), OptionalInt.of(seconds))));
    }

    private static StatusError about(int code, String reason, GroupResource resource, String name, String message) {
        return new StatusError(code, reason, message, Optional.of(Details.of(resource, name)));
    }

    /** As an exception, for code that reads better when it can leave at once. */
    public StatusException exception() {
        return new StatusException(this);
    }

    /** The {@code Status} object, as it goes over the wire. */
    public ObjectNode toJson() {
        return StatusJson.render(this);
    }
}
