package dev.flotilla.traffic;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.reconcile.Decision;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.reconcile.Reconciler;
import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.traffic.GlobalTrafficPolicy;
import dev.flotilla.api.traffic.GlobalTrafficPolicyStatus;
import dev.flotilla.api.traffic.TrafficKinds;
import dev.flotilla.api.traffic.TrafficView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives each GlobalTrafficPolicy its weights, in its status and in a DNSEndpoint of its name, both in one commit. A
 * policy that wants a host name which an older one has is not followed: it publishes nothing.
 */
public final class GlobalTrafficReconciler implements Reconciler {
    private final TrafficView view = new TrafficView();
    private final Concerns concerns = new Concerns(view);
    private final SiteReader sites = new SiteReader(view);

    @Override
    public String name() {
        return "global-traffic";
    }

    @Override
    public Set<GroupResource> watches() {
        return Concerns.watched();
    }

    @Override
    public Stream<ObjectKey> concerns(Snapshot snapshot, Change change) {
        return concerns.of(snapshot, change);
    }

    /** Policies, and those whose DNSEndpoint was left behind. */
    @Override
    public Stream<ObjectKey> keys(Snapshot snapshot) {
        return Stream.concat(
                        snapshot.list(TrafficKinds.GLOBAL_TRAFFIC_POLICY).map(StoredObject::key),
                        snapshot.list(TrafficKinds.DNS_ENDPOINT)
                                .map(StoredObject::key)
                                .map(Concerns::policyOf))
                .distinct();
    }

    @Override
    public Decision decide(Snapshot snapshot, ObjectKey key, Instant now) {
        Optional<StoredObject> stored = snapshot.get(key);
        OwnedEndpoint endpoint = OwnedEndpoint.of(snapshot, key);
        if (stored.isEmpty()) {
            return Decision.of(endpoint.leftBehind());
        }
        GlobalTrafficPolicy policy = view.policy(stored.get());
        if (policy.terminating()) {
            return Decision.nothing();
        }
        Optional<String> refusal = refusal(snapshot, policy);
        SiteReader.Found found = sites.read(snapshot, policy);
        TrafficPlan plan = refusal.isPresent()
                ? new TrafficPlan(List.of(), Optional.empty(), Optional.empty())
                : TrafficPlan.decide(policy.spec(), policy.status(), found.sites(), now);
        DnsRecords records = DnsRecords.of(policy.spec(), plan.effective(), endpoint.addresses(found.sites()));
        Optional<String> unpublished = refusal.or(endpoint::conflict).or(records::problem);
        GlobalTrafficPolicyStatus status = PolicyStatus.write(policy, plan, refusal, found.missing(), unpublished, now);
        List<Effect> effects = new ArrayList<>(endpoint.write(stored.get(), records.spec()));
        if (!status.equals(policy.status())) {
            ObjectNode tree = stored.get().tree();
            tree.set("status", RecordJson.write(status));
            effects.add(new Effect.UpdateStatus(stored.get(), tree));
        }
        Decision decision = Decision.of(effects);
        return plan.again().map(decision::andAgain).orElse(decision);
    }

    private Optional<String> refusal(Snapshot snapshot, GlobalTrafficPolicy policy) {
        return view.policies(snapshot)
                .filter(other -> !other.terminating())
                .filter(other -> GlobalTrafficPolicy.OLDEST_FIRST.compare(other, policy) < 0)
                .flatMap(other -> other.spec().hostnames().stream()
                        .filter(policy.spec().hostnames()::contains)
                        .map(hostname -> "host name " + hostname + " belongs to GlobalTrafficPolicy " + other.id()
                                + ", which is older; take it out of one of the two"))
                .findFirst();
    }
}
