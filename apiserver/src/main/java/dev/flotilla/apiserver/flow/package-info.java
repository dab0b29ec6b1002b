/**
 * How much of the server one user may take: who runs, who waits, who is turned away. The decisions are those of
 * {@link dev.flotilla.apiserver.flow.FairSeats}, which knows no clock and no thread;
 * {@link dev.flotilla.apiserver.flow.FlowControl} lets requests wait for them.
 */
@NullMarked
package dev.flotilla.apiserver.flow;

import org.jspecify.annotations.NullMarked;
