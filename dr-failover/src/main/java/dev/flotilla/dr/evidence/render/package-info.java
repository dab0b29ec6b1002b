/**
 * A drill's report as people read it: Markdown for a pull request, a page of HTML with a picture for everybody else.
 * Renders what the report says and what follows from it; judges nothing anew.
 */
@NullMarked
package dev.flotilla.dr.evidence.render;

import org.jspecify.annotations.NullMarked;
