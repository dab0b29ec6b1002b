package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.WorkSpec;
import dev.flotilla.api.work.WorkStatus;
import org.junit.jupiter.api.Test;

final class WorkViewTest {
    private final HubState hub = new HubState();
    private final WorkView view =
            new WorkView(HubState.templates(), new Rendering("hub-1", HubState.templates(), new Interpreters()));

    private StoredObject bound() {
        hub.deployment(2);
        return hub.binding(
                ",'clusters':[{'name':'eu-1'},{'name':'us-1'}]",
                "{'aggregatedStatus':[{'clusterName':'eu-1','applied':true,'health':'Healthy','status':{'replicas':2}}]}");
    }

    @Test
    void showsOneWorkForEachClusterInKeyOrder() {
        bound();

        assertThat(view.list(hub.table(), "", null))
                .extracting(work -> work.key().namespace())
                .containsExactly("karmada-es-eu-1", "karmada-es-us-1");
        assertThat(view.list(hub.table(), "karmada-es-us-1", null)).hasSize(1);
        StoredObject first = view.list(hub.table(), "", null).findFirst().orElseThrow();
        assertThat(view.list(hub.table(), "", first.key())).hasSize(1);
    }

    @Test
    void showsManifestAndWhatTheMemberSays() {
        StoredObject binding = bound();
        StoredObject listed =
                view.list(hub.table(), "karmada-es-eu-1", null).findFirst().orElseThrow();

        StoredObject work = view.get(hub.table(), listed.key()).orElseThrow();

        assertThat(work.storedJson()).isEqualTo(listed.storedJson());
        assertThat(work.resourceVersion()).isEqualTo(binding.resourceVersion());
        assertThat(WorkSpec.of(work.tree())
                        .workload()
                        .manifests()
                        .getFirst()
                        .path("kind")
                        .asString())
                .isEqualTo("Deployment");
        WorkStatus status = WorkStatus.of(work.tree());
        assertThat(status.conditions().getFirst().isTrue()).isTrue();
        assertThat(status.manifestStatuses().getFirst().identifier().resource()).isEqualTo("deployments");
    }

    @Test
    void namesTheBindingInsteadOfTakingWrites() {
        bound();
        StoredObject work = view.list(hub.table(), "", null).findFirst().orElseThrow();

        assertThat(view.refusesWrite(hub.table(), work.key()).orElseThrow()).contains("shop/cart-deployment");
        ObjectKey users = new ObjectKey(BindingKinds.WORK, "karmada-es-eu-1", "by-hand");
        assertThat(view.refusesWrite(hub.table(), users)).isEmpty();
    }
}
