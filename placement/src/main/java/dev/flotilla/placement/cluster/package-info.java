/**
 * Member clusters as placement sees them: what of a Cluster object bears on a decision. Owns the reading of Cluster
 * objects; it decides nothing.
 */
@NullMarked
package dev.flotilla.placement.cluster;

import org.jspecify.annotations.NullMarked;
