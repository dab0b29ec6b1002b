package dev.flotilla.e2e.differential;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Differences that are meant; docs/conformance.md says why. Where one is met, the session ends. */
enum Known {
    /** A hub judges the content of workloads, Services, ConfigMaps and Secrets; members judge that of other kinds. */
    OTHER_KINDS_ARE_JUDGED_BY_MEMBERS {
        private static final Set<String> OTHERS = Set.of("Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget");

        @Override
        boolean holds(Tested kind, Seen theirs, Seen ours) {
            return OTHERS.contains(kind.kind()) && refused(theirs, "Invalid");
        }
    },

    /** A kube-apiserver panics over some patches, and closes the stream. */
    NO_ANSWER {
        @Override
        boolean holds(Tested kind, Seen theirs, Seen ours) {
            return theirs.code() == 0 && ours.code() != 0;
        }
    },

    /** Status is written by controllers, and taken as it is. */
    STATUS_IS_NOT_JUDGED {
        @Override
        boolean holds(Tested kind, Seen theirs, Seen ours) {
            return refused(theirs, "Invalid")
                    && theirs.body().at("/details/causes/0/field").asString("").startsWith("status")
                    && ours.code() < REFUSED;
        }
    },

    /** A Service that is not there can be created by a PUT, but not by one of its status alone. */
    STATUS_CREATES_NOTHING {
        @Override
        boolean holds(Tested kind, Seen theirs, Seen ours) {
            return kind.kind().equals("Service") && refused(ours, "NotFound") && theirs.code() != ours.code();
        }
    },

    /** Where an apply takes the last field of an object that another applied empty, a kube-apiserver leaves a null. */
    NO_NULL_IS_LEFT {
        @Override
        boolean holds(Tested kind, Seen theirs, Seen ours) {
            return kind.custom()
                    && refused(theirs, "Invalid")
                    && theirs.body().path("message").asString("").contains("Invalid value: \"null\"")
                    && ours.code() < REFUSED;
        }
    },

    /** What is no base64 is the client's mistake here, and a failed conversion there when it is applied. */
    MALFORMED_BASE64_IS_THE_CLIENTS {
        @Override
        boolean holds(Tested kind, Seen theirs, Seen ours) {
            return theirs.code() == 500
                    && theirs.body().path("message").asString("").contains("illegal base64 data")
                    && ours.code() == 400
                    && ours.body().path("message").asString("").contains("illegal base64 data");
        }
    },

    /** Where a patch replaces, a directive for merging is an unknown field; the hub has no warning for it. */
    DIRECTIVES_WHERE_NOTHING_IS_MERGED {
        @Override
        boolean holds(Tested kind, Seen theirs, Seen ours) {
            return !theirs.warnings().isEmpty()
                    && theirs.warnings().stream().allMatch(each -> each.contains(".$"))
                    && ours.warnings().isEmpty();
        }
    };

    private static final int REFUSED = 300;

    abstract boolean holds(Tested kind, Seen theirs, Seen ours);

    static Optional<Known> of(Tested kind, Seen theirs, Seen ours) {
        return Arrays.stream(values())
                .filter(each -> each.holds(kind, theirs, ours))
                .findFirst();
    }

    private static boolean refused(Seen seen, String reason) {
        return seen.body().path("reason").asString("").equals(reason);
    }
}
