/**
 * Global traffic: how much of it each site is to get, by which steps it gets there, and how that is written for
 * ExternalDNS. Owns the status of GlobalTrafficPolicy and the DNSEndpoints that belong to one. It moves no workload and
 * removes no copy.
 */
@NullMarked
package dev.flotilla.traffic;

import org.jspecify.annotations.NullMarked;
