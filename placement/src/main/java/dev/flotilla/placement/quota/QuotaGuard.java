package dev.flotilla.placement.quota;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Guard;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.Write;
import dev.flotilla.api.work.BindingKinds;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses placements that the newest state's quotas do not allow. It is asked in the order of the log, so that two
 * decisions that each saw room for themselves cannot take it both.
 */
public final class QuotaGuard implements Guard {
    private static final String NAME = "federated-resource-quota";

    private final QuotaLedger ledger = new QuotaLedger();

    /** Of a commit that writes bindings of a namespace in which something is limited. */
    public static Precondition precondition() {
        return new Precondition.Guarded(NAME, Map.of());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refuses(Snapshot snapshot, Commit commit, Map<String, String> arguments) {
        for (Write write : commit.writes()) {
            if (write instanceof Write.Put put && put.key().resource().equals(BindingKinds.RESOURCE_BINDING)) {
                Optional<String> exceeded =
                        ledger.exceeded(snapshot, put.key(), Usage.of(ObjectJson.parse(put.json())));
                if (exceeded.isPresent()) {
                    return exceeded;
                }
            }
        }
        return Optional.empty();
    }
}
