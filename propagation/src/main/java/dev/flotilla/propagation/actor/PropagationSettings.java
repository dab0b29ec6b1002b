package dev.flotilla.propagation.actor;

import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.propagation.CopyPlan;
import dev.flotilla.propagation.Interpreters;
import dev.flotilla.propagation.StatusSummary;
import dev.flotilla.propagation.member.MemberConnector;
import dev.flotilla.runtime.EffectsToCommit;
import dev.flotilla.runtime.Ownership;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * What propagation works with.
 *
 * @param hubId marks what is ours in a member
 * @param ownership which of the members are this node's to look after
 */
public record PropagationSettings(
        String hubId,
        ObjectStore store,
        Ownership ownership,
        EffectsToCommit effects,
        MemberConnector clients,
        CopyPlan plan,
        Interpreters interpreters,
        StatusSummary summary,
        InstantSource clock,
        MeterRegistry metrics) {}
