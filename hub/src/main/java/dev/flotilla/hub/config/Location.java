package dev.flotilla.hub.config;

/** Where a node stands; empty texts where nobody has said. */
public record Location(String region, String zone) {
    public static final Location UNKNOWN = new Location("", "");
}
