package dev.flotilla.hub.config;

import java.nio.file.Path;

/**
 * What the API shows its clients: PEM files. All nodes of a hub have certificates of one authority, which signs users'
 * certificates too.
 *
 * @param authority whose users' certificates are believed
 * @param certificate this node's
 * @param key PKCS #8
 */
public record ApiTls(Path authority, Path certificate, Path key) {}
