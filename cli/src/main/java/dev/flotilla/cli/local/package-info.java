/** A hub and simulated members on this machine: their directory, their processes, their ports. */
@NullMarked
package dev.flotilla.cli.local;

import org.jspecify.annotations.NullMarked;
