/**
 * Admission: who else is asked before a client's write takes effect. Which webhooks and policies a request concerns is
 * decided by pure functions over a snapshot; the calls themselves are made on the request's own virtual thread. The
 * rules of a write live in {@code dev.flotilla.api.lifecycle} and know nothing of it.
 */
@NullMarked
package dev.flotilla.apiserver.admission;

import org.jspecify.annotations.NullMarked;
