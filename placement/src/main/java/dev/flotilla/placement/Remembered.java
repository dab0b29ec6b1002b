package dev.flotilla.placement;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers of a pure function, kept so that they need not be worked out again; forgotten all together when there are
 * more than {@code most}. Safe to share between threads.
 */
final class Remembered<K, V> {
    private final ConcurrentHashMap<K, V> answers = new ConcurrentHashMap<>();
    private final int most;
    private final Function<K, V> ask;

    Remembered(int most, Function<K, V> ask) {
        this.most = most;
        this.ask = ask;
    }

    /** The answer if it is known already. */
    @Nullable
    V known(K question) {
        return answers.get(question);
    }

    V of(K question) {
        V known = answers.get(question);
        if (known != null) {
            return known;
        }
        V answer = ask.apply(question);
        if (answers.size() >= most) {
            answers.clear();
        }
        answers.put(question, answer);
        return answer;
    }
}
