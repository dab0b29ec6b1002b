package dev.flotilla.health.actor;

import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.health.HealthSettings;
import dev.flotilla.health.MemberProbe;
import dev.flotilla.runtime.EffectsToCommit;
import java.time.InstantSource;

/** What every probe works with. */
public record ProbeSettings(
        ObjectStore store,
        EffectsToCommit effects,
        MemberProbe probe,
        HealthSettings health,
        Pulse pulse,
        InstantSource clock) {}
