/**
 * Cluster, a member of the fleet: its shape, defaults and rules. Probing and reaching it are the business of others.
 */
@NullMarked
package dev.flotilla.api.cluster;

import org.jspecify.annotations.NullMarked;
