/**
 * What a CEL expression computes with: JSON read lazily as its schema types it, equality, order and size as Kubernetes
 * defines them, and the types Kubernetes adds. It evaluates no expression.
 */
@NullMarked
package dev.flotilla.api.cel.value;

import org.jspecify.annotations.NullMarked;
