/**
 * The seam between those who hold objects (the log's replica, a simulator's memory) and those who read and change them:
 * keys, stored objects, immutable snapshots, commits with preconditions, change feeds. It knows nothing of HTTP, Kafka
 * or actors.
 */
@NullMarked
package dev.flotilla.api.store;

import org.jspecify.annotations.NullMarked;
