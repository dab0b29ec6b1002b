/**
 * The broker a hub carries itself: one KRaft node from Kafka's own artifacts, as a child process or, in tests, in this
 * one. It owns the broker's configuration, data directory and life; it knows nothing of what is kept in its topics.
 */
@NullMarked
package dev.flotilla.replication.broker;

import org.jspecify.annotations.NullMarked;
