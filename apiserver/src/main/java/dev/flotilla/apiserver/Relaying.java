package dev.flotilla.apiserver;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has an answer made on the connection itself, and sees to it that there is one, or none that looks complete. */
record Relaying(Frontend frontend, String path) {
    private static final Logger LOG = LoggerFactory.getLogger(Relaying.class);

    void run(ApiResponse.Relay relay, Inbound inbound) {
        try {
            frontend.watching(() -> relay.exchange().run(inbound));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            inbound.abort();
        } catch (StatusException refused) {
            inbound.answer(whole(refused.status()));
            inbound.abort();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("path", path).setCause(e).log("relay failed");
            inbound.answer(whole(StatusError.internal(String.valueOf(e.getMessage()))));
            inbound.abort();
        }
    }

    private static ApiResponse.Whole whole(StatusError error) {
        return ApiResponse.json(error.code(), error.toJson());
    }
}
