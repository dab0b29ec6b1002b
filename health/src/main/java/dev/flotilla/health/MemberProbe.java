package dev.flotilla.health;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.concurrent.CompletionStage;

/** How a member is asked; implemented where the connections are. Never blocks. */
public interface MemberProbe {
    /**
     * Asks {@code /readyz} ({@code /healthz} where that is not served).
     *
     * @return never fails: what went wrong is a verdict
     */
    CompletionStage<ProbeSample> probe(StoredObject cluster, Snapshot snapshot);

    /** Reads version, APIs, nodes and pods; fails if any of them cannot be read. */
    CompletionStage<MemberReading> read(StoredObject cluster, Snapshot snapshot);
}
