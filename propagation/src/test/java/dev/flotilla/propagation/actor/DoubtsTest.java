package dev.flotilla.propagation.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.work.BindingKinds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DoubtsTest {
    private static final ObjectKey WEB = new ObjectKey(BindingKinds.RESOURCE_BINDING, "shop", "web-deployment");
    private static final ObjectKey API = new ObjectKey(BindingKinds.RESOURCE_BINDING, "shop", "api-deployment");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofMinutes(10));

    private final Doubts doubts = new Doubts();

    @Test
    void afterConnectingEverythingIsInDoubtForAWhile() {
        doubts.connected(START);
        assertThat(doubts.about(WEB, START.plusSeconds(59))).isTrue();
        assertThat(doubts.about(WEB, START.plusSeconds(61))).isFalse();
    }

    @Test
    void aCreationWithoutAnAnswerStaysInDoubtAndNoOther() {
        doubts.connected(START);
        doubts.creating(WEB);
        assertThat(doubts.about(WEB, LATER)).isTrue();
        assertThat(doubts.about(API, LATER)).isFalse();
    }

    @Test
    void anAnsweredCreationIsInDoubtUntilOldNewsOfItCannotArriveAnyMore() {
        doubts.connected(START);
        doubts.creating(WEB);
        doubts.answered(WEB, LATER);
        assertThat(doubts.about(WEB, LATER.plusSeconds(59))).isTrue();
        assertThat(doubts.about(WEB, LATER.plusSeconds(61))).isFalse();
    }

    @Test
    void whatIsCertainIsForgottenAndWhatIsNotIsKept() {
        doubts.connected(START);
        doubts.creating(API);
        for (int number = 0; number < 5_000; number++) {
            ObjectKey each = new ObjectKey(BindingKinds.RESOURCE_BINDING, "shop", "web-" + number);
            doubts.creating(each);
            doubts.answered(each, START.plusSeconds(number));
        }
        Instant now = START.plusSeconds(5_000);
        assertThat(doubts.about(API, now)).isTrue();
        assertThat(doubts.about(new ObjectKey(BindingKinds.RESOURCE_BINDING, "shop", "web-4999"), now))
                .isTrue();
    }
}
