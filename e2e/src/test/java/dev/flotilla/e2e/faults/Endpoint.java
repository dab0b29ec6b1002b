package dev.flotilla.e2e.faults;

/**
 * Who speaks or is spoken to.
 *
 * @param node a hub node's name, {@link #KAFKA} for a broker of nobody's, or empty for whoever is no part of the hub
 */
record Endpoint(String node, Part part) {
    static final String KAFKA = "kafka";
    static final Endpoint OUTSIDE = new Endpoint("", Part.HUB);

    /** What of a node it is. */
    enum Part {
        HUB,
        BROKER
    }

    static Endpoint hub(String node) {
        return new Endpoint(node, Part.HUB);
    }

    static Endpoint broker(String node) {
        return new Endpoint(node, Part.BROKER);
    }
}
