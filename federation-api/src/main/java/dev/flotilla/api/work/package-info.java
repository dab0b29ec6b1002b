/**
 * ResourceBinding, ClusterResourceBinding and Work: their shape and rules. Who fills in clusters and status is told by
 * the fields' own words; nothing here decides.
 */
@NullMarked
package dev.flotilla.api.work;

import org.jspecify.annotations.NullMarked;
