package dev.flotilla.hub.proxy;

import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiResponse.Header;
import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One member, as the hub speaks to it for others. */
public final class Upstream {
    static final int CONNECT_MS_MAX = 3_000;
    static final int STREAMS_MAX = 256;
    private static final int IDLE_SECONDS_MAX = 30;
    private static final int HEADER_BYTES_MAX = 64 << 10;
    private static final int DRAIN_SECONDS_MAX = 30;

    private final String cluster;
    private final MemberEndpoint.Address address;
    private final Optional<String> authorization;
    private final HttpClientAgent http;
    private final NetClient net;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);

    Upstream(Vertx vertx, String cluster, MemberEndpoint endpoint) {
        this.cluster = cluster;
        Config config = endpoint.config();
        this.address = MemberEndpoint.address(config);
        this.authorization = endpoint.authorization(config);
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAliveTimeout(IDLE_SECONDS_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setConnectTimeout(CONNECT_MS_MAX);
        endpoint.secure(options, config, address);
        options.setVerifyHost(!config.isTrustCerts());
        this.http = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(STREAMS_MAX).setMaxWaitQueueSize(STREAMS_MAX));
        NetClientOptions sockets = new NetClientOptions().setConnectTimeout(CONNECT_MS_MAX);
        endpoint.secure(sockets, config, address);
        sockets.setHostnameVerificationAlgorithm(config.isTrustCerts() || !address.tls() ? "" : "HTTPS");
        this.net = vertx.createNetClient(sockets);
    }

    public String cluster() {
        return cluster;
    }

    MemberEndpoint.Address address() {
        return address;
    }

    public HttpClient http() {
        return http;
    }

    NetClient net() {
        return net;
    }

    /** How many more streams it may have. */
    Semaphore streams() {
        return streams;
    }

    /** @param target path and query in the member */
    public RequestOptions request(HttpMethod method, String target) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(address.host())
                .setPort(address.port())
                .setSsl(address.tls())
                .setURI(address.root() + target);
    }

    /** The headers that say who asks, and for whom. */
    public List<Header> identity(UserInfo user) {
        List<Header> headers = new ArrayList<>(Impersonation.headers(user));
        authorization.ifPresent(value -> headers.add(new Header("Authorization", value)));
        return headers;
    }

    /** Lets what flows flow on for a while. */
    void retire() {
        var _ = http.shutdown(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
        var _ = net.shutdown(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    }

    void close() {
        var _ = http.close();
        var _ = net.close();
    }
}
