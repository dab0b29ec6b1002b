/**
 * The seam for answers that are made on the connection itself: with the HTTP library's own request in hand, and no body
 * held in memory. It knows no resource and decides nothing.
 */
@NullMarked
package dev.flotilla.apiserver.relay;

import org.jspecify.annotations.NullMarked;
