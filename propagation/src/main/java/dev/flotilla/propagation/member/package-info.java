/**
 * The edge to member clusters: requests, answers as outcomes, and following what the hub manages there. It decides
 * nothing about workloads.
 */
@NullMarked
package dev.flotilla.propagation.member;

import org.jspecify.annotations.NullMarked;
