/**
 * Acting in another's name: who is meant by a request's Impersonate headers, and whether its user may. Decided by the
 * rights of who asks; nothing here reads bodies or writes answers.
 */
@NullMarked
package dev.flotilla.apiserver.impersonation;

import org.jspecify.annotations.NullMarked;
