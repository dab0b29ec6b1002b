/** Sums and comparisons of Kubernetes' resource amounts. It knows no object. */
@NullMarked
package dev.flotilla.api.quantity;

import org.jspecify.annotations.NullMarked;
