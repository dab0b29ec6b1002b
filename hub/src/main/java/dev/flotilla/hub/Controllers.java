package dev.flotilla.hub;

import dev.flotilla.api.fleet.SliceGuard;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.schema.SnapshotCatalog;
import dev.flotilla.api.store.Guard;
import dev.flotilla.apiserver.controller.BuiltInControllers;
import dev.flotilla.dr.EvictionGuard;
import dev.flotilla.dr.EvictionReconciler;
import dev.flotilla.dr.FleetWorkloads;
import dev.flotilla.dr.SurvivalReconciler;
import dev.flotilla.dr.drill.DrillReconciler;
import dev.flotilla.dr.run.FailoverRunReconciler;
import dev.flotilla.dr.run.IncidentReconciler;
import dev.flotilla.health.ClusterTaints;
import dev.flotilla.hub.config.HubConfig;
import dev.flotilla.placement.binding.PlacementReconciler;
import dev.flotilla.placement.extender.ExtenderReconciler;
import dev.flotilla.placement.extender.Extenders;
import dev.flotilla.placement.quota.FederatedResourceQuotaReconciler;
import dev.flotilla.placement.rebalance.ContinuousRebalance;
import dev.flotilla.placement.rebalance.Descheduler;
import dev.flotilla.placement.rebalance.LabelKeeper;
import dev.flotilla.placement.rebalance.WorkloadRebalancerReconciler;
import dev.flotilla.traffic.GlobalTrafficReconciler;
import java.util.ArrayList;
import java.util.List;

/** Every controller that a hub runs. */
final class Controllers {
    private Controllers() {}

    /**
     * @param extenders who else is asked where workloads may go
     * @param survival what the continuous forecast of losses tells
     * @param hub the hub's id
     * @param process this process, and no other
     */
    static List<Reconciler> all(
            SnapshotCatalog catalog,
            HubConfig config,
            Extenders extenders,
            SurvivalReconciler.Observer survival,
            String hub,
            String process) {
        FleetWorkloads workloads = new FleetWorkloads();
        List<Reconciler> all = new ArrayList<>();
        all.add(new PlacementReconciler(catalog::at));
        all.add(new ExtenderReconciler(extenders));
        all.add(new FederatedResourceQuotaReconciler());
        all.add(new WorkloadRebalancerReconciler());
        all.add(new ContinuousRebalance(catalog::at));
        all.add(new LabelKeeper());
        all.add(new Descheduler(config.placement().descheduleAfter()));
        all.add(new ClusterTaints(config.health()));
        all.add(new EvictionReconciler(config.eviction(), workloads));
        all.add(new SurvivalReconciler(workloads, survival));
        all.add(new GlobalTrafficReconciler());
        all.add(new IncidentReconciler());
        all.add(new FailoverRunReconciler(process, workloads));
        all.add(new DrillReconciler(hub));
        all.addAll(BuiltInControllers.ofHub(catalog::at));
        return List.copyOf(all);
    }

    /** What the log's writer checks for them, in the order of the log. */
    static List<Guard> guards() {
        List<Guard> guards = new ArrayList<>(PlacementReconciler.guards());
        guards.add(new EvictionGuard());
        guards.add(new SliceGuard());
        return List.copyOf(guards);
    }
}
