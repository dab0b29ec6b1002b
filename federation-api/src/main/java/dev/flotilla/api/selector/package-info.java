/** Selecting objects: by labels, by fields, and clusters by what they are. It reads maps of text and no store. */
@NullMarked
package dev.flotilla.api.selector;

import org.jspecify.annotations.NullMarked;
