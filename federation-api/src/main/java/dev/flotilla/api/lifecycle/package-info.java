/**
 * The pure rules of a write: what becomes of an object that is created, updated, applied or deleted. API server and
 * controllers commit through the same rules; nothing here reads a clock or a store.
 */
@NullMarked
package dev.flotilla.api.lifecycle;

import org.jspecify.annotations.NullMarked;
