/**
 * What Flotilla knows of single kinds: where replicas stand, what of a template must not travel, whether a copy is
 * well, and how the states of many copies make one. Pure functions over trees, which are never changed unless the
 * caller hands over a copy of its own.
 */
@NullMarked
package dev.flotilla.propagation.interpret;

import org.jspecify.annotations.NullMarked;
