/**
 * A member's machines: which nodes there are, which pod goes to which of them, and what a kubelet reports of the pods
 * on its node. Pods are not run; their readiness and their end follow from time and from a few annotations. It creates
 * no pod.
 */
@NullMarked
package dev.flotilla.simulator.node;

import org.jspecify.annotations.NullMarked;
