/**
 * A Kubernetes-compatible API server over any object store: it listens, authenticates, authorises, and hands each
 * request to the package that answers it. It holds no state of its own that a restart would lose, and none that is
 * static: several servers live in one process.
 */
@NullMarked
package dev.flotilla.apiserver;

import org.jspecify.annotations.NullMarked;
