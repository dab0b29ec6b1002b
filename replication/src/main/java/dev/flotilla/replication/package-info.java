/**
 * What the state log means, as pure data and functions: its records and their fold, the groups that a leader forms, and
 * when a node follows, campaigns or leads. It touches neither Kafka nor a clock nor a thread; the {@code kafka} package
 * carries out what is decided here.
 */
@NullMarked
package dev.flotilla.replication;

import org.jspecify.annotations.NullMarked;
