package dev.flotilla.api.lifecycle;

import java.time.Instant;

/**
 * What a write needs from outside and may not fetch itself.
 *
 * @param now the request's time; objects hold whole seconds
 * @param uid a fresh random UUID for this write
 * @param fieldManager whose ownership the write is recorded under
 * @param amendment what admission changes in the object; {@link Amendment#NONE} for the server's own writes
 */
public record WriteContext(Instant now, String uid, String fieldManager, Amendment amendment) {
    public WriteContext(Instant now, String uid, String fieldManager) {
        this(now, uid, fieldManager, Amendment.NONE);
    }
}
