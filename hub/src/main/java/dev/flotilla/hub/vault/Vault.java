package dev.flotilla.hub.vault;

import dev.flotilla.apiserver.ApiServerConfig;
import dev.flotilla.apiserver.rbac.RbacAuthorizer;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.kafka.LogStore;
import java.time.InstantSource;

/** Adds to the hub's API what is documented in docs/backup.md and docs/history.md. */
public final class Vault {
    private Vault() {}

    public static void open(LogStore store, RecordCipher cipher, InstantSource clock, ApiServerConfig.Builder api) {
        api.path(BackupPath.PATH, new BackupPath(store, cipher, clock))
                .relayed(BackupPath.PATH::equals)
                .path(RewriteSecrets.PATH, new RewriteSecrets(store, cipher))
                .path(HistoryPath.PATH, new HistoryPath(store, store::history, new RbacAuthorizer(store::snapshot)));
    }
}
