/**
 * Placement as a controller: claims templates for policies, keeps one binding for each, and writes into it where the
 * workload goes and what it must leave. Owns a binding's clusters and its Scheduled condition; it touches no member,
 * and what is deleted there is for propagation to confirm.
 */
@NullMarked
package dev.flotilla.placement.binding;

import org.jspecify.annotations.NullMarked;
