/**
 * Placement without a hub: objects from files or from a hub that runs, decided about in memory by the hub's own
 * controllers, and fleets to decide over. Nothing in here changes a hub.
 */
@NullMarked
package dev.flotilla.cli.place;

import org.jspecify.annotations.NullMarked;
