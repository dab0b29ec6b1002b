package dev.flotilla.propagation.member;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.ObjectMapper;

/**
 * Makes clients for members, all of which share one Vert.x, one serialization and one virtual-thread executor: a member
 * costs no thread and little heap.
 */
public final class MemberClients implements MemberConnector, AutoCloseable {
    private static final int CONNECT_MS_MAX = 3_000;
    private static final int REQUEST_MS_MAX = 10_000;

    private final Vertx vertx;
    /** Objects stay JSON here: the library's classes for every kind there is need not be found and loaded. */
    private final KubernetesSerialization serialization = new KubernetesSerialization(new ObjectMapper(), false);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /** @param vertx not closed with this */
    public MemberClients(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public MemberClient connect(MemberAccess access) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config(access))
                .withHttpClientFactory(new Vertx5HttpClientFactory(vertx))
                .withKubernetesSerialization(serialization)
                .withTaskExecutor(executor)
                .build();
        return new Fabric8Member(client, vertx, executor);
    }

    /** What a member's client is made of: address, trust and credentials, without the environment. */
    public static Config config(MemberAccess access) {
        Config base = access.kubeconfig().map(Config::fromKubeconfig).orElseGet(Config::empty);
        ConfigBuilder config = new ConfigBuilder(base)
                .withAutoConfigure(false)
                .withConnectionTimeout(CONNECT_MS_MAX)
                .withRequestTimeout(REQUEST_MS_MAX)
                .withRequestRetryBackoffLimit(0)
                .withHttp2Disable(false);
        if (access.kubeconfig().isEmpty()) {
            config.withMasterUrl(access.endpoint()).withTrustCerts(access.insecure());
            access.token().ifPresent(config::withOauthToken);
            access.authorityPem()
                    .ifPresent(pem -> config.withCaCertData(
                            Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8))));
        }
        keyAlgorithm(base).ifPresent(config::withClientKeyAlgo);
        access.proxy().ifPresent(proxy -> config.withHttpsProxy(proxy).withHttpProxy(proxy));
        return config.build();
    }

    /** The library takes a PKCS #8 key for an RSA one unless it is told otherwise. */
    private static Optional<String> keyAlgorithm(Config kubeconfig) {
        String encoded = kubeconfig.getClientKeyData();
        if (encoded == null) {
            return Optional.empty();
        }
        String pem = new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
        if (!pem.contains("BEGIN PRIVATE KEY")) {
            return Optional.empty();
        }
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        try {
            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
            return Optional.of("EC");
        } catch (GeneralSecurityException otherAlgorithm) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
