/**
 * Dividing a number among parties: by Webster's method, and by preferences with least and most. Numbers only; knows
 * neither clusters nor policies.
 */
@NullMarked
package dev.flotilla.placement.apportion;

import org.jspecify.annotations.NullMarked;
