/**
 * The one way to run reconcilers: a controller cuts its keys into slices, a slice looks at one key at a time and
 * commits what the reconciler wants. It knows nothing of what is decided, and never blocks.
 */
@NullMarked
package dev.flotilla.runtime;

import org.jspecify.annotations.NullMarked;
