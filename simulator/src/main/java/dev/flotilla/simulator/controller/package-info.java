/**
 * The workload controllers of a member: Deployment, ReplicaSet, StatefulSet, DaemonSet and Job, each a pure decision
 * from a snapshot to the objects it wants. They place no pod on a node and run none.
 */
@NullMarked
package dev.flotilla.simulator.controller;

import org.jspecify.annotations.NullMarked;
