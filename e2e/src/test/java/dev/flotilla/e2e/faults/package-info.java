/**
 * Several hub processes, clients that read and write through all of them, and faults by a seed: processes are killed or
 * stopped for a while, links are cut. What the clients saw is recorded, and held against the log itself.
 */
@NullMarked
package dev.flotilla.e2e.faults;

import org.jspecify.annotations.NullMarked;
