/**
 * The way through the hub to a member's own API: a request goes there under its caller's identity, and bytes flow both
 * ways as long as either side has something to say. It reads no body and keeps nothing of what flows.
 */
@NullMarked
package dev.flotilla.hub.proxy;

import org.jspecify.annotations.NullMarked;
