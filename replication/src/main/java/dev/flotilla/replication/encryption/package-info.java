/**
 * Encryption at rest: which objects' values are sealed before they leave the hub's memory, under which keys, and how
 * they are opened again. It reads key files and nothing else; what is done with sealed values is the log's, the
 * history's and the backup's affair.
 */
@NullMarked
package dev.flotilla.replication.encryption;

import org.jspecify.annotations.NullMarked;
