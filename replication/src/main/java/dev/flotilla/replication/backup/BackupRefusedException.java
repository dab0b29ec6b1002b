package dev.flotilla.replication.backup;

import java.io.IOException;

/** The file is no backup, or not one to be restored; the message says why. */
public final class BackupRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public BackupRefusedException(String message) {
        super(message);
    }
}
