/**
 * How objects look on the wire: as they are, as metadata alone, as rows of a table; in the version that was asked for.
 * It selects nothing and sends nothing.
 */
@NullMarked
package dev.flotilla.apiserver.view;

import org.jspecify.annotations.NullMarked;
