/** What users ask of placement, in a hub that runs: one node in this process, its broker, and simulated members. */
@NullMarked
package dev.flotilla.e2e.placement;

import org.jspecify.annotations.NullMarked;
