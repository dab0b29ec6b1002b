/**
 * What is said to a caller whose request cannot be served: Kubernetes' Status, as values. It knows nothing of HTTP
 * servers.
 */
@NullMarked
package dev.flotilla.api.status;

import org.jspecify.annotations.NullMarked;
