/** Which resources of which members can be found through the hub. It knows no member and asks none. */
@NullMarked
package dev.flotilla.api.search;

import org.jspecify.annotations.NullMarked;
