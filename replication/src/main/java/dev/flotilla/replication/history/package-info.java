/**
 * What the history says of a change, as pure data and functions: its entries, what is taken out of them, and how two
 * states of an object differ. It touches neither Kafka nor a clock.
 */
@NullMarked
package dev.flotilla.replication.history;

import org.jspecify.annotations.NullMarked;
