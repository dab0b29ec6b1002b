/**
 * The Common Expression Language as Kubernetes 1.36 gives it: expressions are parsed and checked by dev.cel, and
 * evaluated here over JSON trees, with Kubernetes' functions, cost and failures. It knows no schema and no object.
 */
@NullMarked
package dev.flotilla.api.cel;

import org.jspecify.annotations.NullMarked;
