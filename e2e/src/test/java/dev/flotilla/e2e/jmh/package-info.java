/** Benchmarks with JMH; compiled and run by the profile {@code jmh} alone. */
@NullMarked
package dev.flotilla.e2e.jmh;

import org.jspecify.annotations.NullMarked;
