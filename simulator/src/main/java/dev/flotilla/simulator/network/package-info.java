/**
 * What makes a member's Services and volumes work: endpoint slices, load balancers' addresses, claims that are bound.
 * No packet is sent and no byte is stored.
 */
@NullMarked
package dev.flotilla.simulator.network;

import org.jspecify.annotations.NullMarked;
