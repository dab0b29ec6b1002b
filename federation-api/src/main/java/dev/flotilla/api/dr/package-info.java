/**
 * DisasterRecoveryDrill and FailoverRun: their shape and rules. A drill says what is rehearsed and what must hold; a
 * run is one execution, of a drill or of a real loss, with its journal. Nothing here decides.
 */
@NullMarked
package dev.flotilla.api.dr;

import org.jspecify.annotations.NullMarked;
