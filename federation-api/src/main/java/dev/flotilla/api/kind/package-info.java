/**
 * How Flotilla's own kinds are written in Java: records bound to trees, and the schemas that follow from them. It knows
 * no single kind's meaning, and neither stores nor serves anything.
 */
@NullMarked
package dev.flotilla.api.kind;

import org.jspecify.annotations.NullMarked;
