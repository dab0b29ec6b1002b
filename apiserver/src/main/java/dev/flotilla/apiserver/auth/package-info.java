/**
 * Who asks, and whether they may: users, the ways to recognise them, and the seam for deciding their rights. It reads
 * no request body and writes no answer.
 */
@NullMarked
package dev.flotilla.apiserver.auth;

import org.jspecify.annotations.NullMarked;
