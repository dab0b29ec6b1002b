/** Deals placed workloads anew because somebody asks for it. */
@NullMarked
package dev.flotilla.placement.rebalance;

import org.jspecify.annotations.NullMarked;
