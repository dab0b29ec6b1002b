package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Memo;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import java.util.List;

/** Remembers what was read of roles and bindings for as long as they stay the same. Thread-safe. */
final class Policies {
    private final Memo<Binding> bindings = new Memo<>(Binding::of);
    private final Memo<List<PolicyRule>> rules = new Memo<>(role -> PolicyRule.listOf(role.tree()));
    private final Indexed cluster = new Indexed(RbacTypes.CLUSTER_ROLE_BINDINGS);
    private final Indexed namespaced = new Indexed(RbacTypes.ROLE_BINDINGS);

    Policy at(Snapshot snapshot) {
        return new Policy(snapshot, cluster.at(snapshot), namespaced.at(snapshot), rules);
    }

    /** The index of one type's bindings, made anew only when one of them has changed. */
    private final class Indexed {
        private record Memory(Object state, BindingIndex index) {}

        private final GroupResource resource;
        private volatile Memory memory = new Memory(new Object(), BindingIndex.EMPTY);

        Indexed(GroupResource resource) {
            this.resource = resource;
        }

        @SuppressWarnings("ReferenceEquality") // a state's identity is its meaning: Snapshot.stateOf
        BindingIndex at(Snapshot snapshot) {
            Memory known = memory;
            Object state = snapshot.stateOf(resource);
            if (known.state() == state) {
                return known.index();
            }
            BindingIndex index = BindingIndex.of(snapshot.list(resource).map(this::binding));
            memory = new Memory(state, index);
            return index;
        }

        private Binding binding(StoredObject stored) {
            return bindings.of(stored);
        }
    }
}
