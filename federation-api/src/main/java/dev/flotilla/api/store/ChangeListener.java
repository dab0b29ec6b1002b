package dev.flotilla.api.store;

import java.util.List;

/** Receives changes in log order. Calls do not overlap; they come on the store's own thread and must return at once. */
public interface ChangeListener {
    /**
     * All changes of one commit boundary that the subscription covers.
     *
     * @param snapshot the state right after them
     */
    void onChanges(Snapshot snapshot, List<Change> changes);

    /** The store cannot go on from where the subscription was (it replayed its log): list anew and subscribe again. */
    void onLost();
}
