package dev.flotilla.hub.config;

import java.nio.file.Path;

/**
 * How nodes and brokers of one hub prove themselves to each other: PEM files. The authority signs nothing else, so that
 * whoever may speak to the API with a certificate does not come near the log by it.
 *
 * @param authority whose certificates are believed
 * @param certificate this node's, good for servers and clients
 * @param key PKCS #8
 */
public record NodeTls(Path authority, Path certificate, Path key) {}
