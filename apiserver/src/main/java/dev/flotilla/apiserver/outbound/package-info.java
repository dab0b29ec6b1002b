/**
 * Calls to other servers over HTTPS that the answer to a request depends on: webhooks. It knows how to reach them and
 * what to say if that fails, not what they are asked.
 */
@NullMarked
package dev.flotilla.apiserver.outbound;

import org.jspecify.annotations.NullMarked;
