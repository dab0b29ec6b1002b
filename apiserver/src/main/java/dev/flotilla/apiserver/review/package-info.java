/**
 * Reviews: questions about users and their rights, asked by creating an object that is answered and not kept. It
 * decides nothing itself; the authorizer does.
 */
@NullMarked
package dev.flotilla.apiserver.review;

import org.jspecify.annotations.NullMarked;
