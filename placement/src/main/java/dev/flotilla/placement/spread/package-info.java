/**
 * Choosing groups, as regions are, by how many members they have and how well they would do. Numbers and names only.
 */
@NullMarked
package dev.flotilla.placement.spread;

import org.jspecify.annotations.NullMarked;
