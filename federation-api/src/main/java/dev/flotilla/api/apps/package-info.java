/** Jobs that act on workloads already placed. */
@NullMarked
package dev.flotilla.api.apps;

import org.jspecify.annotations.NullMarked;
