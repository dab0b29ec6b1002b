package dev.flotilla.simulator.controller;

import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.simulator.loop.ManualMember;
import dev.flotilla.simulator.network.EndpointSliceController;
import dev.flotilla.simulator.network.LoadBalancerController;
import dev.flotilla.simulator.network.VolumeController;
import dev.flotilla.simulator.node.Kubelet;
import dev.flotilla.simulator.node.Pace;
import dev.flotilla.simulator.node.Scheduler;
import dev.flotilla.simulator.object.Pods;
import java.util.List;

/** Members for tests. */
public final class Members {
    private Members() {}

    /** All of the simulator's own controllers, and three nodes of 16 CPUs and 110 pods each. */
    public static ManualMember member(long seed) {
        Pods pods = new Pods();
        List<Reconciler> reconcilers = List.of(
                new DeploymentController(),
                new ReplicaSetController(pods),
                new StatefulSetController(pods),
                new DaemonSetController(pods),
                new JobController(pods),
                new Scheduler(pods, Pace.DEFAULT),
                new Kubelet(Pace.DEFAULT),
                new EndpointSliceController(pods),
                new LoadBalancerController(),
                new VolumeController());
        ManualMember member = new ManualMember(seed, reconcilers);
        member.nodes(3, "16", 110);
        return member;
    }
}
