/**
 * The backup's file: its blocks, what is in them, and how a reader is sure of each byte. It knows streams, and neither
 * Kafka nor the API; docs/backup.md describes the format for others.
 */
@NullMarked
package dev.flotilla.replication.backup;

import org.jspecify.annotations.NullMarked;
