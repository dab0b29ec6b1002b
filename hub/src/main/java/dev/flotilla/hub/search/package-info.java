/**
 * All members seen as one cluster: what is asked of the fleet is asked of each member, now and under the caller's own
 * identity, and the answers are made one. Nothing is cached, so nobody sees what a member would not show them, and a
 * member that does not answer is said to be unknown, never to be empty.
 */
@NullMarked
package dev.flotilla.hub.search;

import org.jspecify.annotations.NullMarked;
