/**
 * Changing a manifest for one cluster as override policies say. Pure functions over a tree that the caller owns; which
 * manifests and clusters there are is not its business.
 */
@NullMarked
package dev.flotilla.propagation.override;

import org.jspecify.annotations.NullMarked;
