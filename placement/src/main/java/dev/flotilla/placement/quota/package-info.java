/** What the workloads of a namespace may request in all clusters together. */
@NullMarked
package dev.flotilla.placement.quota;

import org.jspecify.annotations.NullMarked;
