/**
 * The functions that expressions can call: CEL's own and those that Kubernetes adds, each with the signature by which
 * it is checked and the code by which it is computed. It plans and evaluates no expression.
 */
@NullMarked
package dev.flotilla.api.cel.function;

import org.jspecify.annotations.NullMarked;
