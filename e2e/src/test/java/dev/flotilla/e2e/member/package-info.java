/**
 * What Flotilla relies on in a member cluster, and users in the hub, asserted alike against every API server that this
 * machine can run: the simulator, the hub, a real kube-apiserver, k3s. A difference is the simulator's or the hub's
 * defect; nothing here may know which member it speaks to, except for what a member says it
 * {@link dev.flotilla.e2e.member.Member#runsPods() can do} and what is declared not to hold for one, with its reason.
 */
@NullMarked
package dev.flotilla.e2e.member;

import org.jspecify.annotations.NullMarked;
