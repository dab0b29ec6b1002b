package dev.flotilla.apiserver.flow;

/** Requests that take turns with one another: a user's reads, or a user's writes. */
public record Flow(String user, Kind kind) implements Comparable<Flow> {
    /** So that a user's flood of reads does not hold up its own writes. */
    public enum Kind {
        READ,
        WRITE;

        static Kind of(String verb) {
            return switch (verb) {
                case "get", "list", "watch", "head", "options" -> READ;
                default -> WRITE;
            };
        }
    }

    @Override
    public int compareTo(Flow other) {
        int byUser = user.compareTo(other.user);
        return byUser != 0 ? byUser : kind.compareTo(other.kind);
    }
}
