/**
 * Tokens that this server issues or keeps: service accounts' signed ones, asked for or kept in Secrets, and bootstrap
 * tokens; the reviews of them, and the keys by which others verify them. It holds no key of its own: whoever runs the
 * server says where keys are kept.
 */
@NullMarked
package dev.flotilla.apiserver.token;

import org.jspecify.annotations.NullMarked;
