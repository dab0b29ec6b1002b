package dev.flotilla.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1DeploymentSpec;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official Java client: generated and generic calls, patches, apply, informers. */
@ExtendWith(Servers.class)
@Timeout(120)
final class JavaClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static ApiClient client;

    private final String namespace = Server.freshName("java");

    @BeforeAll
    static void connect(Server server) throws IOException {
        try (var reader = Files.newBufferedReader(server.kubeconfig(), StandardCharsets.UTF_8)) {
            KubeConfig config = KubeConfig.loadKubeConfig(reader);
            config.setContext(server.context());
            client = ClientBuilder.kubeconfig(config).build();
        }
    }

    @Test
    void createsReadsReplacesAndDeletes() throws ApiException {
        CoreV1Api core = core();

        V1ConfigMap created =
                core.createNamespacedConfigMap(namespace, config("a", "1")).execute();
        V1ConfigMap replaced = core.replaceNamespacedConfigMap("a", namespace, created.putDataItem("k", "2"))
                .execute();
        ApiException again = refusal(() ->
                core.createNamespacedConfigMap(namespace, config("a", "1")).execute());
        V1ConfigMapList listed = core.listNamespacedConfigMap(namespace)
                .labelSelector("test=java")
                .limit(1)
                .execute();
        core.deleteNamespacedConfigMap("a", namespace).execute();
        ApiException gone =
                refusal(() -> core.readNamespacedConfigMap("a", namespace).execute());

        assertThat(replaced.getData()).containsEntry("k", "2");
        assertThat(replaced.getMetadata().getResourceVersion())
                .isNotEqualTo(created.getMetadata().getResourceVersion());
        assertThat(again.getResponseBody()).contains("\"reason\":\"AlreadyExists\"");
        assertThat(listed.getItems()).hasSize(1);
        assertThat(gone.getCode()).isEqualTo(404);
    }

    @Test
    void patchesInEveryWay() throws ApiException {
        AppsV1Api apps = new AppsV1Api(client);
        core();
        apps.createNamespacedDeployment(namespace, deployment()).execute();

        V1Deployment strategic = patch(
                apps,
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"busybox\"}]}}}}",
                V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH);
        V1Deployment merge = patch(apps, "{\"spec\":{\"paused\":true}}", V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH);
        V1Deployment json = patch(
                apps,
                "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]",
                V1Patch.PATCH_FORMAT_JSON_PATCH);

        assertThat(strategic.getSpec().getTemplate().getSpec().getContainers()).hasSize(2);
        assertThat(merge.getSpec().getPaused()).isTrue();
        assertThat(json.getSpec().getReplicas()).isEqualTo(3);
    }

    @Test
    void appliesOnTheServer() throws ApiException {
        core();

        apply("first", "1", false);
        ApiException conflict = refusal(() -> apply("second", "2", false));
        V1ConfigMap forced = apply("second", "2", true);

        assertThat(conflict.getCode()).isEqualTo(409);
        assertThat(conflict.getResponseBody()).contains("conflict with \\\"first\\\"");
        assertThat(forced.getData()).containsEntry("k", "2");
    }

    @Test
    void informsOfEveryChange() throws ApiException {
        CoreV1Api core = core();
        core.createNamespacedConfigMap(namespace, config("a", "1")).execute();
        SharedInformerFactory factory = new SharedInformerFactory(client);
        SharedIndexInformer<V1ConfigMap> informer =
                factory.sharedIndexInformerFor(maps(), V1ConfigMap.class, 0, namespace);
        List<String> events = new CopyOnWriteArrayList<>();
        informer.addEventHandler(recorder(events));
        factory.startAllRegisteredInformers();
        try {
            await().atMost(PATIENCE).until(informer::hasSynced);
            core.createNamespacedConfigMap(namespace, config("b", "1")).execute();
            await().atMost(PATIENCE).until(() -> events.contains("added b"));
            core.deleteNamespacedConfigMap("a", namespace).execute();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(events).containsExactly("added a", "added b", "deleted a"));
        } finally {
            factory.stopAllRegisteredInformers();
        }
    }

    @Test
    void handlesKindsItDoesNotKnow() {
        core();
        DynamicKubernetesApi maps = new DynamicKubernetesApi("", "v1", "configmaps", client);

        DynamicKubernetesObject created = maps.create(new DynamicKubernetesObject(JsonParser.parseString(
                                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"namespace\":\""
                                        + namespace + "\"},\"data\":{\"k\":\"1\"}}")
                        .getAsJsonObject()))
                .getObject();

        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(maps.list(namespace).getObject().getItems())
                .extracting(each -> each.getMetadata().getName())
                .contains("a");
        assertThat(maps.delete(namespace, "a").isSuccess()).isTrue();
        assertThat(maps.get(namespace, "a").getHttpStatusCode()).isEqualTo(404);
    }

    private interface Call {
        Object run() throws ApiException;
    }

    private static ApiException refusal(Call call) {
        ApiException refused = catchThrowableOfType(ApiException.class, call::run);
        assertThat(refused).isNotNull();
        return refused;
    }

    /** The core API, in a namespace that is there. */
    private CoreV1Api core() {
        CoreV1Api core = new CoreV1Api(client);
        try {
            core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(namespace)))
                    .execute();
        } catch (ApiException refused) {
            throw new AssertionError(refused.getResponseBody(), refused);
        }
        return core;
    }

    private static GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> maps() {
        return new GenericKubernetesApi<>(V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    }

    private V1Deployment patch(AppsV1Api apps, String body, String format) throws ApiException {
        return PatchUtils.patch(
                V1Deployment.class,
                () -> apps.patchNamespacedDeployment("web", namespace, new V1Patch(body))
                        .buildCall(null),
                format,
                client);
    }

    private V1ConfigMap apply(String manager, String value, boolean force) throws ApiException {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\""
                + value + "\"}}";
        return PatchUtils.patch(
                V1ConfigMap.class,
                () -> new CoreV1Api(client)
                        .patchNamespacedConfigMap("a", namespace, new V1Patch(body))
                        .fieldManager(manager)
                        .force(force)
                        .buildCall(null),
                V1Patch.PATCH_FORMAT_APPLY_YAML,
                client);
    }

    private static V1ConfigMap config(String name, String value) {
        return new V1ConfigMap()
                .metadata(new V1ObjectMeta().name(name).labels(Map.of("test", "java")))
                .putDataItem("k", value);
    }

    private static V1Deployment deployment() {
        Map<String, String> labels = Map.of("app", "web");
        return new V1Deployment()
                .metadata(new V1ObjectMeta().name("web"))
                .spec(new V1DeploymentSpec()
                        .replicas(0)
                        .selector(new V1LabelSelector().matchLabels(labels))
                        .template(new V1PodTemplateSpec()
                                .metadata(new V1ObjectMeta().labels(labels))
                                .spec(new V1PodSpec()
                                        .addContainersItem(
                                                new V1Container().name("main").image("nginx:1.27")))));
    }

    /** Of the objects of these tests alone. */
    private static ResourceEventHandler<V1ConfigMap> recorder(List<String> events) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(V1ConfigMap seen) {
                record("added ", seen);
            }

            @Override
            public void onUpdate(V1ConfigMap before, V1ConfigMap seen) {
                record("updated ", seen);
            }

            @Override
            public void onDelete(V1ConfigMap seen, boolean unknown) {
                record("deleted ", seen);
            }

            private void record(String verb, V1ConfigMap seen) {
                Map<String, String> labels = seen.getMetadata().getLabels();
                if (labels != null && labels.containsKey("test")) {
                    events.add(verb + seen.getMetadata().getName());
                }
            }
        };
    }
}
