/**
 * What expressions cost: counted while they run, and estimated before they do, in the units and by the rules of
 * Kubernetes, because the limits on both are part of its API. It evaluates nothing.
 */
@NullMarked
package dev.flotilla.api.cel.cost;

import org.jspecify.annotations.NullMarked;
