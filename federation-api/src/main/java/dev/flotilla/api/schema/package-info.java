/**
 * What is known of the shape of objects: Kubernetes' own kinds from one generated table, custom resources from their
 * CRDs, both as the same types. Decoding, pruning, defaulting, validation and patching read it; it touches no stored
 * state.
 */
@NullMarked
package dev.flotilla.api.schema;

import org.jspecify.annotations.NullMarked;
