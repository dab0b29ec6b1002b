package dev.flotilla.hub.proxy;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.relay.Inbound;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.Semaphore;

/**
 * Carries requests to members and answers back, as many at a time as the hub can bear beside its own work: a stream
 * over the bound is refused, to be tried again.
 */
public final class Gateway {
    static final int STREAMS_MAX = 1_024;

    /**
     * Where a request goes.
     *
     * @param target path and query in the member
     * @param prefix where the member's root lies in the hub's API
     */
    public record Outbound(Upstream upstream, UserInfo user, String target, String prefix) {}

    private final Upstreams upstreams;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);

    public Gateway(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    public Upstreams upstreams() {
        return upstreams;
    }

    /**
     * Returns when the answer has been given to its end.
     *
     * @throws dev.flotilla.api.status.StatusException 429 if there are too many, 503 or 504 if the member is away, 400
     *     for an upgrade of another method than GET
     */
    public void relay(Inbound inbound, Outbound outbound) throws InterruptedException {
        boolean upgrade = inbound.request().getHeader("Upgrade") != null;
        if (upgrade && !inbound.request().method().equals(HttpMethod.GET)) {
            throw StatusError.badRequest("connections are upgraded on GET alone; take kubectl 1.31 or newer, which runs"
                            + " commands over WebSockets")
                    .exception();
        }
        Semaphore members = outbound.upstream().streams();
        if (!streams.tryAcquire()) {
            throw tooMany("the hub");
        }
        try {
            if (!members.tryAcquire()) {
                throw tooMany("cluster \"" + outbound.upstream().cluster() + "\"");
            }
            try {
                if (upgrade) {
                    new Tunnel(upstreams, inbound, outbound).run();
                } else {
                    new Forwarding(upstreams, inbound, outbound).run();
                }
            } finally {
                members.release();
            }
        } finally {
            streams.release();
        }
    }

    private static RuntimeException tooMany(String whose) {
        return StatusError.tooManyRequests("too many proxied streams of " + whose + ", please try again later", 1)
                .exception();
    }
}
