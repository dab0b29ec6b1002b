/**
 * How a node is configured: the settings, their defaults, and the strict reader of {@code hub.yaml}. It reads and
 * checks, and makes the files that a new hub begins with; it starts nothing.
 */
@NullMarked
package dev.flotilla.hub.config;

import org.jspecify.annotations.NullMarked;
