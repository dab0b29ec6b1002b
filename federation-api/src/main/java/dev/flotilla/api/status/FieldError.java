package dev.flotilla.api.status;

/**
 * One thing that is wrong with one field of an object.
 *
 * @param field the path, as {@code spec.template.spec.containers[0].name}
 * @param detail the message without the field, as Kubernetes words it: {@code Invalid value: -1: must be ...}
 */
public record FieldError(String field, Reason reason, String detail) {
    /** The causes a kube-apiserver gives; the label is the wire form. */
    public enum Reason {
        REQUIRED("FieldValueRequired"),
        INVALID("FieldValueInvalid"),
        NOT_SUPPORTED("FieldValueNotSupported"),
        FORBIDDEN("FieldValueForbidden"),
        DUPLICATE("FieldValueDuplicate"),
        TOO_LONG("FieldValueTooLong"),
        TOO_MANY("FieldValueTooMany"),
        NOT_FOUND("FieldValueNotFound"),
        TYPE_INVALID("FieldValueTypeInvalid"),
        MANAGER_CONFLICT("FieldManagerConflict"),
        NAMESPACE_TERMINATING("NamespaceTerminating"),
        RESOURCE_VERSION_TOO_LARGE("ResourceVersionTooLarge");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public static FieldError required(String field, String why) {
        return new FieldError(field, Reason.REQUIRED, why.isEmpty() ? "Required value" : "Required value: " + why);
    }

    /** @param shown the value as it is to be printed: a string in quotes, a number bare, an object as JSON */
    public static FieldError invalid(String field, String shown, String why) {
        return new FieldError(field, Reason.INVALID, "Invalid value: " + shown + ": " + why);
    }

    public static FieldError notSupported(String field, String value, Iterable<String> supported) {
        StringBuilder known = new StringBuilder();
        supported.forEach(each -> known.append(known.isEmpty() ? "" : ", ")
                .append('"')
                .append(each)
                .append('"'));
        return new FieldError(
                field, Reason.NOT_SUPPORTED, "Unsupported value: \"" + value + "\": supported values: " + known);
    }

    public static FieldError forbidden(String field, String why) {
        return new FieldError(field, Reason.FORBIDDEN, "Forbidden: " + why);
    }

    public static FieldError duplicate(String field, String shown) {
        return new FieldError(field, Reason.DUPLICATE, "Duplicate value: " + shown);
    }

    /** The field and what is wrong with it, as it stands in a message. */
    public String message() {
        return field + ": " + detail;
    }
}
