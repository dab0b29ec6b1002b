/**
 * Whether a member is well: from probe samples to the Ready condition, from conditions to taints, from nodes and pods
 * to the summary of what it holds. Pure functions; what they decide is carried out by the {@code actor} package.
 */
@NullMarked
package dev.flotilla.health;

import org.jspecify.annotations.NullMarked;
