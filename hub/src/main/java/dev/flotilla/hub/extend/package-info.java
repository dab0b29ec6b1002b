/** Calls extenders over HTTPS. It knows how to reach them, not what they are asked. */
@NullMarked
package dev.flotilla.hub.extend;

import org.jspecify.annotations.NullMarked;
