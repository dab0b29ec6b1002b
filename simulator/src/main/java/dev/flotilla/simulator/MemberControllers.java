package dev.flotilla.simulator;

import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.apiserver.controller.BuiltInControllers;
import dev.flotilla.apiserver.controller.TokenSecrets;
import dev.flotilla.apiserver.token.LegacyToken;
import dev.flotilla.simulator.controller.DaemonSetController;
import dev.flotilla.simulator.controller.DeploymentController;
import dev.flotilla.simulator.controller.JobController;
import dev.flotilla.simulator.controller.ReplicaSetController;
import dev.flotilla.simulator.controller.StatefulSetController;
import dev.flotilla.simulator.network.EndpointSliceController;
import dev.flotilla.simulator.network.LoadBalancerController;
import dev.flotilla.simulator.network.VolumeController;
import dev.flotilla.simulator.node.Kubelet;
import dev.flotilla.simulator.node.Pace;
import dev.flotilla.simulator.node.Scheduler;
import dev.flotilla.simulator.object.Pods;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Every controller that a member has. */
final class MemberControllers {
    private MemberControllers() {}

    /**
     * @param authorityPem what pods trust, as kube-root-ca.crt says in each namespace
     * @param tokens signs a service account's token
     */
    static List<Reconciler> all(
            SnapshotCatalog catalog, Pace pace, String authorityPem, Function<LegacyToken, String> tokens) {
        Pods pods = new Pods();
        List<Reconciler> all = new ArrayList<>(BuiltInControllers.ofCluster(catalog::at, authorityPem));
        all.add(new TokenSecrets(tokens, authorityPem));
        all.add(new DeploymentController());
        all.add(new ReplicaSetController(pods));
        all.add(new StatefulSetController(pods));
        all.add(new DaemonSetController(pods));
        all.add(new JobController(pods));
        all.add(new Scheduler(pods, pace));
        all.add(new Kubelet(pace));
        all.add(new EndpointSliceController(pods));
        all.add(new LoadBalancerController());
        all.add(new VolumeController());
        return all;
    }
}
