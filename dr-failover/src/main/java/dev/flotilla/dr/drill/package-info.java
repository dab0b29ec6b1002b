/**
 * Disaster recovery drills: one run for each, the verdict on it, and its signed report. It owns DisasterRecoveryDrill's
 * status and the reports; what happens in between is the run's.
 */
@NullMarked
package dev.flotilla.dr.drill;

import org.jspecify.annotations.NullMarked;
