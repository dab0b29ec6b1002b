package dev.flotilla.health.actor;

import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.health.HealthSettings;
import dev.flotilla.health.MemberProbe;
import dev.flotilla.runtime.EffectsToCommit;
import dev.flotilla.runtime.Ownership;
import java.time.InstantSource;

/**
 * What every probe works with.
 *
 * @param ownership which of the members are this node's to probe
 */
public record ProbeSettings(
        ObjectStore store,
        Ownership ownership,
        EffectsToCommit effects,
        MemberProbe probe,
        HealthSettings health,
        Pulse pulse,
        InstantSource clock) {}
