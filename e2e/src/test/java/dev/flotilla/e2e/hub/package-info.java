/**
 * Tests of a hub of several nodes in their real processes, each with a broker of its own, started from the files that
 * {@code flotilla hub init} writes, looked at from outside and killed without warning.
 */
@NullMarked
package dev.flotilla.e2e.hub;

import org.jspecify.annotations.NullMarked;
