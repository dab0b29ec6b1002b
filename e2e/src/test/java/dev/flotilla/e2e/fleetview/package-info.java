/** The fleet seen through the hub, with the clients that people use. */
@NullMarked
package dev.flotilla.e2e.fleetview;

import org.jspecify.annotations.NullMarked;
