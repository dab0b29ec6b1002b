package dev.flotilla.apiserver.controller;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which owners may be taken for deleted. */
sealed interface Bereavement {
    /** Any that are not there. */
    Bereavement ABSENCE = new Absence();

    void deleted(String uid);

    boolean mourns(String uid);

    /** Absence is enough. */
    record Absence() implements Bereavement {
        @Override
        public void deleted(String uid) {
            // Nothing to remember: the snapshot shows who is absent.
        }

        @Override
        public boolean mourns(String uid) {
            return true;
        }
    }

    /** Those whose deletion was seen, the latest {@link #UIDS_MAX} of them. Thread-safe. */
    final class Seen implements Bereavement {
        private static final int UIDS_MAX = 100_000;

        private final Set<String> uids = Collections.synchronizedSet(Collections.newSetFromMap(new Bounded()));

        private static final class Bounded extends LinkedHashMap<String, Boolean> {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > UIDS_MAX;
            }
        }

        @Override
        public void deleted(String uid) {
            if (!uid.isEmpty()) {
                uids.add(uid);
            }
        }

        @Override
        public boolean mourns(String uid) {
            return uids.contains(uid);
        }
    }
}
