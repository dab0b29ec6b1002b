/**
 * Requests that change objects: their bodies and options are read, the rules of a write are asked, and what they decide
 * is committed under the versions it was decided from. The rules themselves live in {@code dev.flotilla.api.lifecycle}.
 */
@NullMarked
package dev.flotilla.apiserver.write;

import org.jspecify.annotations.NullMarked;
