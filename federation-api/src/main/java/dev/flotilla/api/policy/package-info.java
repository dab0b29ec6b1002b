/**
 * PropagationPolicy, OverridePolicy and their cluster-scoped sisters: their shape, their defaults and what they must
 * not say. Carrying them out is the business of others.
 */
@NullMarked
package dev.flotilla.api.policy;

import org.jspecify.annotations.NullMarked;
