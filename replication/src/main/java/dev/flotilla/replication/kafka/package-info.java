/**
 * The state log in Kafka and the store over it: topic, transactions, the replica's reader, the leader's thread, the
 * read barrier. It owns all of Kafka's clients; what records mean and who may lead is decided in the parent package.
 */
@NullMarked
package dev.flotilla.replication.kafka;

import org.jspecify.annotations.NullMarked;
