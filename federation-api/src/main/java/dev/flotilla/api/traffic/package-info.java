/**
 * Traffic between sites: GlobalTrafficPolicy and DNSEndpoint, their rules, and what of Services and workloads bears on
 * them. It reads snapshots and decides only whether a copy still has traffic; the weights are decided elsewhere.
 */
@NullMarked
package dev.flotilla.api.traffic;

import org.jspecify.annotations.NullMarked;
