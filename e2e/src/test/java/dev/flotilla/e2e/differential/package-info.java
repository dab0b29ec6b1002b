/**
 * Compares two API servers by requests that nobody wrote by hand: random sequences of applies, patches, updates and
 * deletions of one object, each made of both servers, each pair of answers alike but for what must differ. What differs
 * is boiled down to the least that still does, and told with its seed.
 */
@NullMarked
package dev.flotilla.e2e.differential;

import org.jspecify.annotations.NullMarked;
