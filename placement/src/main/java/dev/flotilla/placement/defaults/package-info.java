/** What a hub asks of all placements, whatever their policies say: kept in the hub's own objects, beside everything. */
@NullMarked
package dev.flotilla.placement.defaults;

import org.jspecify.annotations.NullMarked;
