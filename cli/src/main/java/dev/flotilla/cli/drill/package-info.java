/** Drills and failover runs as the command line starts, follows and ends them, through the hub's API alone. */
@NullMarked
package dev.flotilla.cli.drill;

import org.jspecify.annotations.NullMarked;
