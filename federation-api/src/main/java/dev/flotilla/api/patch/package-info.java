/**
 * The four ways a client changes an object without sending it whole: JSON patch, merge patch, strategic merge patch and
 * server-side apply, with the record of who owns which field. It works on trees and types alone: it knows no store, no
 * lifecycle and no clock.
 */
@NullMarked
package dev.flotilla.api.patch;

import org.jspecify.annotations.NullMarked;
