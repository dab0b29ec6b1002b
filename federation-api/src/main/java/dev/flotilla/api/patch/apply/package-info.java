/**
 * Server-side apply: which fields an object has, who owns them, and what an applied configuration makes of both. Pure
 * functions over trees and their types; what else a write does to an object is the lifecycle's business.
 */
@NullMarked
package dev.flotilla.api.patch.apply;

import org.jspecify.annotations.NullMarked;
