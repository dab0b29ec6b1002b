package dev.flotilla.api.store;

/**
 * A running flow of changes; closing it more than once is harmless, and no call comes after {@link #close} returned.
 */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
