/**
 * Policies as placement reads them: which templates they select, which of several wins, and what their placement
 * demands. Owns the reading of policy objects and the index over them; it decides no placement and writes nothing.
 */
@NullMarked
package dev.flotilla.placement.policy;

import org.jspecify.annotations.NullMarked;
