/**
 * Reviews: questions that a user asks about itself by creating an object that is answered and not kept. It decides
 * nothing itself; the authorizer does.
 */
@NullMarked
package dev.flotilla.apiserver.review;

import org.jspecify.annotations.NullMarked;
