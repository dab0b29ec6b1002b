/** Keeps the house's map true: which module may use which, and what decisions may not touch. */
@NullMarked
package dev.flotilla.e2e.architecture;

import org.jspecify.annotations.NullMarked;
