/**
 * The evidence of disaster recovery drills: what a report holds, its one form as JSON, its pages for people, the chain
 * that ties a run's journal together, and the signature by which anybody can tell later that nothing was changed. It
 * knows no store, no reconciler and no clock; what it is given is all it says.
 */
@NullMarked
package dev.flotilla.dr.evidence;

import org.jspecify.annotations.NullMarked;
