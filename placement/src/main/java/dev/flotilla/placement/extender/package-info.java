/**
 * Asks extenders where workloads may go, and writes what they say into bindings, where decisions find it. Who is asked
 * how is for the hub to know; here is what they are asked, when, and what counts as an answer.
 */
@NullMarked
package dev.flotilla.placement.extender;

import org.jspecify.annotations.NullMarked;
