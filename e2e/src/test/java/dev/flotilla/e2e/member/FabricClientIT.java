package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.e2e.conformance.NotOn;
import dev.flotilla.e2e.conformance.Section;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The client library through which the hub speaks to members: its typed calls, informers and bare HTTP. */
@MemberContract
@Section("3.4")
record FabricClientIT(Member member) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void createsReadsEditsAndDeletes() {
        Namespace in = Namespace.in(member);
        try (KubernetesClient client = client()) {
            var maps = client.configMaps().inNamespace(in.name());

            ConfigMap created = maps.resource(config("a", "1")).create();
            ConfigMap edited = maps.withName("a")
                    .edit(seen -> new ConfigMapBuilder(seen).addToData("k", "2").build());
            maps.withName("a").withTimeout(20, TimeUnit.SECONDS).delete();

            assertThat(created.getMetadata().getUid()).isNotEmpty();
            assertThat(edited.getData()).containsEntry("k", "2");
            assertThat(maps.withName("a").get()).isNull();
        }
    }

    @Test
    void appliesOnTheServer() {
        Namespace in = Namespace.in(member);
        PatchContext force = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("flotilla")
                .withForce(true)
                .build();
        try (KubernetesClient client = client()) {
            var maps = client.configMaps().inNamespace(in.name());

            maps.resource(config("a", "1")).patch(force);
            ConfigMap applied = maps.resource(config("a", "2")).patch(force);

            assertThat(applied.getData()).containsEntry("k", "2");
            assertThat(applied.getMetadata().getManagedFields())
                    .extracting(entry -> entry.getManager() + " " + entry.getOperation())
                    .containsExactly("flotilla Apply");
        }
    }

    @Test
    void translatesRefusals() {
        Namespace in = Namespace.in(member);
        in.configMap("a", "k", "1");
        try (KubernetesClient client = client()) {
            var again = client.configMaps().inNamespace(in.name()).resource(config("a", "1"));

            assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                    KubernetesClientException.class, again::create)
                            .getStatus()
                            .getReason())
                    .isEqualTo("AlreadyExists");
        }
    }

    @Test
    void informsOfWhatComesChangesAndGoes() {
        Namespace in = Namespace.in(member);
        Map<String, String> ours = Map.of("flotilla.dev/hub", in.name());
        List<String> events = new CopyOnWriteArrayList<>();
        try (KubernetesClient client = client();
                SharedIndexInformer<ConfigMap> informer = client.configMaps()
                        .inNamespace(in.name())
                        .withLabels(ours)
                        .inform(recorder(events))) {
            await().atMost(PATIENCE).until(informer::hasSynced);

            labelled(in, "a", "1");
            await().atMost(PATIENCE).until(() -> events.contains("added a"));
            member.api()
                    .patch(in.core("configmaps/a"), Api.MERGE, "{\"data\":{\"k\":\"2\"}}")
                    .expect(200);
            await().atMost(PATIENCE).until(() -> events.contains("updated a"));
            member.api().delete(in.core("configmaps/a")).expect(200);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(events).containsExactly("added a", "updated a", "deleted a"));
        }
    }

    @Test
    void watches() {
        Namespace in = Namespace.in(member);
        List<String> events = new CopyOnWriteArrayList<>();
        try (KubernetesClient client = client();
                var watch = client.configMaps()
                        .inNamespace(in.name())
                        .withName("a")
                        .watch(new Watcher<>() {
                            @Override
                            public void eventReceived(Action action, ConfigMap seen) {
                                events.add(action + " " + seen.getMetadata().getName());
                            }

                            @Override
                            public void onClose(WatcherException cause) {
                                events.add("closed " + cause);
                            }
                        })) {
            assertThat(watch).isNotNull();
            in.configMap("a", "k", "1");
            member.api().delete(in.core("configmaps/a")).expect(200);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(events).containsExactly("ADDED a", "DELETED a"));
        }
    }

    @Test
    @NotOn(value = "hub", because = "a hub sends workloads to members, whose controllers run them")
    void scalesAndWaits() {
        Namespace in = Namespace.in(member);
        in.settledDeployment("web");
        try (KubernetesClient client = client()) {
            var web = client.apps().deployments().inNamespace(in.name()).withName("web");

            web.scale(2);
            Deployment seen = web.waitUntilCondition(
                    deployment -> deployment.getStatus().getUpdatedReplicas() != null
                            && deployment.getStatus().getUpdatedReplicas() == 2,
                    20,
                    TimeUnit.SECONDS);

            assertThat(seen.getSpec().getReplicas()).isEqualTo(2);
        }
    }

    /** The hub sends manifests as JSON of its own and reads answers as bytes, over the library's HTTP layer. */
    @Test
    void carriesBareRequests() {
        Namespace in = Namespace.in(member);
        try (KubernetesClient client = client()) {
            String server = client.getMasterUrl().toString().replaceAll("/+$", "");
            var http = client.getHttpClient();

            HttpResponse<byte[]> applied = http.sendAsync(
                            http.newHttpRequestBuilder()
                                    .uri(server + in.core("configmaps/a?fieldManager=flotilla&force=true"))
                                    .timeout(20, TimeUnit.SECONDS)
                                    .method(
                                            "PATCH",
                                            Api.APPLY,
                                            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}")
                                    .build(),
                            byte[].class)
                    .join();

            assertThat(applied.code()).isEqualTo(201);
            assertThat(new String(applied.body(), StandardCharsets.UTF_8)).contains("\"kind\":\"ConfigMap\"");
        }
    }

    private KubernetesClient client() {
        return new KubernetesClientBuilder().withConfig(member.api().config()).build();
    }

    private static ConfigMap config(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("k", value)
                .build();
    }

    private void labelled(Namespace in, String name, String value) {
        member.api()
                .create(
                        in.core("configmaps"),
                        Yaml.object(
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, labels: {flotilla.dev/hub: %s}},"
                                        + " data: {k: '%s'}}",
                                name, in.name(), value))
                .expect(201);
    }

    private static ResourceEventHandler<ConfigMap> recorder(List<String> events) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap seen) {
                events.add("added " + seen.getMetadata().getName());
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap seen) {
                events.add("updated " + seen.getMetadata().getName());
            }

            @Override
            public void onDelete(ConfigMap seen, boolean unknown) {
                events.add("deleted " + seen.getMetadata().getName());
            }
        };
    }
}
