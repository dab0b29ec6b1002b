package dev.flotilla.e2e.differential;

import dev.flotilla.e2e.member.Answer;
import dev.flotilla.e2e.member.Api;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Plays sessions against a kube-apiserver and against a server of ours. */
final class Duel {
    private final Api theirs;
    private final Api ours;
    private final String namespace;
    private final String prefix;
    private final Consumer<Step> counter;
    private final AtomicInteger next = new AtomicInteger();

    /** @param counter is told of every pair of answers that was compared */
    Duel(Api theirs, Api ours, String namespace, String prefix, Consumer<Step> counter) {
        this.theirs = theirs;
        this.ours = ours;
        this.namespace = namespace;
        this.prefix = prefix;
        this.counter = counter;
    }

    /** @param step the index of the last step that was made */
    record Parting(int step, Difference difference) {}

    /** The first pair of answers that differ, with which the session ends. */
    Optional<Parting> play(Session session) {
        // One name for both, and of one length always: it stands in messages, and nothing is told of its length.
        String name = prefix + "-" + String.format("%07d", next.incrementAndGet());
        Side left = new Side(theirs, session.kind().path(namespace), name);
        Side right = new Side(ours, session.kind().path(namespace), name);
        for (int i = 0; i < session.steps().size(); i++) {
            Step step = session.steps().get(i);
            Seen seenLeft = left.make(step);
            Seen seenRight = right.make(step);
            Optional<Difference> difference = Difference.between(seenLeft, seenRight);
            counter.accept(step);
            if (difference.isPresent()
                    && Known.of(session.kind(), seenLeft, seenRight).isPresent()) {
                return Optional.empty();
            }
            if (difference.isPresent()) {
                return Optional.of(new Parting(i, difference.get()));
            }
        }
        return Optional.empty();
    }

    private static final class Side {
        private final Api api;
        private final String path;
        private final String name;
        private String version = "1";

        Side(Api api, String path, String name) {
            this.api = api;
            this.path = path;
            this.name = name;
        }

        Seen make(Step step) {
            String target = (step.creates() ? path : path + "/" + name) + step.subresource() + step.query();
            Answer answer;
            try {
                answer = api.send(step.method(), target, step.contentType(), step.text(name, version));
            } catch (UncheckedIOException broken) {
                return Seen.nothing(broken);
            }
            Seen seen = Seen.of(answer, name);
            String told = answer.code() < 300 ? answer.resourceVersion() : "";
            if (!told.isEmpty()) {
                version = told;
            }
            return seen;
        }
    }
}
