/**
 * What Flotilla relies on in a member cluster, asserted alike against every kind of member that this machine can run:
 * the simulator, a real kube-apiserver, k3s. A difference is the simulator's defect; nothing here may know which member
 * it speaks to, except for what a member says it {@link dev.flotilla.e2e.member.Member#runsPods() can do}.
 */
@NullMarked
package dev.flotilla.e2e.member;

import org.jspecify.annotations.NullMarked;
