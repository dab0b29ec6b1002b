/**
 * Request bodies to trees: JSON, YAML and protobuf become what a kube-apiserver would hold after decoding them, with
 * the same objections in the same words. It reads the types of {@code schema}; it defaults, validates and stores
 * nothing.
 */
@NullMarked
package dev.flotilla.api.schema.decode;

import org.jspecify.annotations.NullMarked;
