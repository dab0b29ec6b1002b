package dev.flotilla.hub.vault;

import dev.flotilla.api.store.Snapshot;
import dev.flotilla.apiserver.relay.Inbound;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import dev.flotilla.hub.query.Methods;
import dev.flotilla.hub.query.ObjectQuery;
import dev.flotilla.replication.backup.Backup;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.kafka.LogStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code GET /backup}: a backup of everything acknowledged before the request, as a stream. One that breaks off is no
 * backup, which whoever reads it finds out.
 */
final class BackupPath implements Handler {
    static final String PATH = "/backup";

    private final LogStore store;
    private final RecordCipher cipher;
    private final InstantSource clock;

    BackupPath(LogStore store, RecordCipher cipher, InstantSource clock) {
        this.store = store;
        this.cipher = cipher;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Methods.require("GET", request);
        Snapshot snapshot = ObjectQuery.latest(store);
        return new ApiResponse.Relay(List.of(), inbound -> write(snapshot, inbound));
    }

    private void write(Snapshot snapshot, Inbound inbound) {
        try (ChunkedOutput out = new ChunkedOutput(inbound)) {
            Backup.write(snapshot, store.head(), cipher, clock.instant(), out);
            out.finish();
        } catch (IOException gone) {
            inbound.abort();
        }
    }
}
