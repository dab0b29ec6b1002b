/**
 * What keeps the hub's state safe and tells its past, as the API offers it: the keys that Secrets are encrypted with,
 * backups, and objects' history. The log itself is replication's.
 */
@NullMarked
package dev.flotilla.hub.vault;

import org.jspecify.annotations.NullMarked;
