/**
 * A hub's node among others: how they reach each other, who hears whom, and what each is given to look after. What it
 * learns is advice; who may write, and who holds a slice, the log alone decides. A node that has no others uses none of
 * it.
 */
@NullMarked
package dev.flotilla.hub.peer;

import org.jspecify.annotations.NullMarked;
