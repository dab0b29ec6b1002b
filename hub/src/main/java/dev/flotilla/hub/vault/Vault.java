package dev.flotilla.hub.vault;

import dev.flotilla.apiserver.ApiServerConfig;
import dev.flotilla.apiserver.rbac.RbacAuthorizer;
import dev.flotilla.replication.encryption.RecordCipher;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.HistoryQuestion;
import dev.flotilla.replication.history.PastQuestion;
import dev.flotilla.replication.history.PastState;
import dev.flotilla.replication.kafka.LogStore;
import java.time.InstantSource;

/** Adds to the hub's API what is documented in docs/backup.md and docs/history.md. */
public final class Vault {
    private Vault() {}

    public static void open(LogStore store, RecordCipher cipher, InstantSource clock, ApiServerConfig.Builder api) {
        HistoryPath.Past past = new HistoryPath.Past() {
            @Override
            public HistoryPage of(HistoryQuestion question) {
                return store.history(question);
            }

            @Override
            public PastState of(PastQuestion question) {
                return store.past(question);
            }
        };
        api.path(BackupPath.PATH, new BackupPath(store, cipher, clock))
                .relayed(BackupPath.PATH::equals)
                .path(RewriteSecrets.PATH, new RewriteSecrets(store, cipher))
                .path(HistoryPath.PATH, new HistoryPath(store, past, new RbacAuthorizer(store::snapshot)));
    }
}
