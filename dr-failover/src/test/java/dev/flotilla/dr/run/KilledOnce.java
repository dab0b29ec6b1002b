package dev.flotilla.dr.run;

/** Kills the process that carries runs on at its n-th commit, before or after the commit is in the log. */
final class KilledOnce {
    private final int at;
    private int seen;

    KilledOnce(RunFleet fleet, int at, boolean lost) {
        this.at = at;
        fleet.world.commits((reconciler, commit) -> {
            boolean dies = reconciler instanceof FailoverRunReconciler && ++seen == at;
            if (!dies || !lost) {
                commit.run();
            }
            if (dies) {
                fleet.kill();
            }
        });
    }

    boolean happened() {
        return seen >= at;
    }
}
