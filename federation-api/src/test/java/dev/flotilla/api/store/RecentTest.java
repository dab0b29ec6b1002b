package dev.flotilla.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RecentTest {
    private final AtomicInteger reads = new AtomicInteger();
    private final Recent<String> names = new Recent<>(2, object -> {
        reads.incrementAndGet();
        return object.tree().path("spec").path("says").asString("");
    });

    @Test
    void readsAnObjectOnce() {
        StoredObject object = object("a", "one");

        String first = names.of(object);

        assertThat(names.of(object)).isSameAs(first).isEqualTo("one");
        assertThat(names.of(object.at(9))).isEqualTo("one");
        assertThat(reads).hasValue(1);
    }

    @Test
    void readsWhatWasStoredUnderTheKeySince() {
        StoredObject before = object("a", "one");
        StoredObject after = object("a", "two");

        names.of(before);

        assertThat(names.of(after)).isEqualTo("two");
        assertThat(names.of(before)).isEqualTo("one");
    }

    @Test
    void answersForMoreThanItHolds() {
        for (int number = 0; number < 20; number++) {
            assertThat(names.of(object("a" + number, "says " + number))).isEqualTo("says " + number);
        }
    }

    private static StoredObject object(String name, String says) {
        String json = "{\"apiVersion\":\"v1\",\"kind\":\"Thing\",\"metadata\":{\"name\":\"" + name
                + "\"},\"spec\":{\"says\":\"" + says + "\"}}";
        return StoredObject.of(
                new ObjectKey(new GroupResource("", "things"), "shop", name), 1, json.getBytes(StandardCharsets.UTF_8));
    }
}
