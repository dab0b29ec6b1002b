/**
 * What a member should hold and what its copies mean: rendering, overriding, interpreting, removing. Pure functions
 * over snapshots; the members themselves are reached by the {@code member} package and looked after by {@code actor}.
 */
@NullMarked
package dev.flotilla.propagation;

import org.jspecify.annotations.NullMarked;
