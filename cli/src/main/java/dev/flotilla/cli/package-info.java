/**
 * The {@code flotilla} command: what a person types. It starts and stops processes and talks to hubs by their API
 * alone.
 */
@NullMarked
package dev.flotilla.cli;

import org.jspecify.annotations.NullMarked;
