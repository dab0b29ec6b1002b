/** What can be wrong with a member, and the gate that makes its API server behave so. */
@NullMarked
package dev.flotilla.simulator.fault;

import org.jspecify.annotations.NullMarked;
