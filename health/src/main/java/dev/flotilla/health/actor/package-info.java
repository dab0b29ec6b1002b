/** Probes each member on time and commits what the pure core makes of it. It decides nothing itself. */
@NullMarked
package dev.flotilla.health.actor;

import org.jspecify.annotations.NullMarked;
