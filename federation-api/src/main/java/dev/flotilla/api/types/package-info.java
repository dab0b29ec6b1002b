/** The list of Flotilla's own kinds, with their definitions and rules. It adds no kind's meaning of its own. */
@NullMarked
package dev.flotilla.api.types;

import org.jspecify.annotations.NullMarked;
