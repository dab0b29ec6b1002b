/**
 * A request and its answer as values, and what a request says: path, verb, parameters, media types. Nothing here knows
 * the HTTP library or the store.
 */
@NullMarked
package dev.flotilla.apiserver.request;

import org.jspecify.annotations.NullMarked;
