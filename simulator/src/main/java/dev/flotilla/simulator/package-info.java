/**
 * Simulated member clusters in one process: what each consists of, how the fleet starts and ends, its control endpoint
 * and the client for it. Which objects a member makes is decided in the packages below.
 */
@NullMarked
package dev.flotilla.simulator;

import org.jspecify.annotations.NullMarked;
