/**
 * Gets and lists: which snapshot a request is to be answered from, which objects it selects, and how a list is cut into
 * pages. It changes nothing.
 */
@NullMarked
package dev.flotilla.apiserver.read;

import org.jspecify.annotations.NullMarked;
