package dev.flotilla.replication.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordCipherTest {
    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final ObjectKey SECRET = new ObjectKey(SECRETS, "shop", "db");
    private static final byte[] PLAIN = "{\"data\":{\"password\":\"aHVudGVyMg==\"}}".getBytes(StandardCharsets.UTF_8);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private MasterKey key(String id) {
        byte[] bytes = new byte[MasterKey.BYTES];
        random.nextBytes(bytes);
        return MasterKey.of(id, bytes);
    }

    private static RecordCipher cipher(MasterKey... newestFirst) {
        return RecordCipher.of(KeyRing.of(List.of(newestFirst), "test.keys"), Set.of(SECRETS));
    }

    @Test
    void opensWhatItSealedWhateverItsLength() {
        RecordCipher cipher = cipher(key("one"));
        for (int i = 0; i < 300; i++) {
            byte[] plain = new byte[random.nextInt(5_000)];
            random.nextBytes(plain);

            Sealed sealed = cipher.seal(SECRET, plain);

            assertThat(cipher.open(SECRET, sealed))
                    .as("seed %d", seed)
                    .isInstanceOfSatisfying(
                            Opened.Value.class,
                            value -> assertThat(value.plain()).isEqualTo(plain));
        }
    }

    @Test
    void neverSealsAlikeTwice() {
        RecordCipher cipher = cipher(key("one"));

        assertThat(cipher.seal(SECRET, PLAIN).value())
                .isNotEqualTo(cipher.seal(SECRET, PLAIN).value());
        assertThat(new String(cipher.seal(SECRET, PLAIN).value(), StandardCharsets.ISO_8859_1))
                .doesNotContain("password");
    }

    @Test
    void noticesEveryBitThatIsChanged() {
        RecordCipher cipher = cipher(key("one"));
        Sealed sealed = cipher.seal(SECRET, PLAIN);
        RecordCipher fresh = cipher(cipher.keys().newest().orElseThrow());

        for (int bit = 0; bit < sealed.value().length * 8; bit++) {
            Sealed changed = new Sealed(sealed.envelope(), flipped(sealed.value(), bit));
            assertThat(fresh.open(SECRET, changed)).as("value, bit %d", bit).isInstanceOf(Opened.Not.class);
        }
        for (int bit = 0; bit < sealed.envelope().length * 8; bit++) {
            Sealed changed = new Sealed(flipped(sealed.envelope(), bit), sealed.value());
            assertThat(fresh.open(SECRET, changed)).as("envelope, bit %d", bit).isInstanceOf(Opened.Not.class);
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    @Test
    void noticesEveryLengthItIsCutTo() {
        RecordCipher cipher = cipher(key("one"));
        Sealed sealed = cipher.seal(SECRET, PLAIN);

        for (int length = 0; length < sealed.value().length; length++) {
            assertThat(cipher.open(SECRET, new Sealed(sealed.envelope(), Arrays.copyOf(sealed.value(), length))))
                    .isInstanceOf(Opened.Not.class);
        }
        for (int length = 0; length < sealed.envelope().length; length++) {
            assertThat(cipher.open(SECRET, new Sealed(Arrays.copyOf(sealed.envelope(), length), sealed.value())))
                    .isInstanceOf(Opened.Not.class);
        }
    }

    @Test
    void doesNotOpenForAnotherObject() {
        RecordCipher cipher = cipher(key("one"));

        Opened moved = cipher.open(new ObjectKey(SECRETS, "shop", "other"), cipher.seal(SECRET, PLAIN));

        assertThat(moved).isInstanceOf(Opened.Not.class);
    }

    @Test
    void sealsUnderTheNewestKeyAndOpensUnderAll() {
        MasterKey old = key("old");
        MasterKey young = key("young");
        Sealed before = cipher(old).seal(SECRET, PLAIN);
        RecordCipher rotated = cipher(young, old);

        Sealed after = rotated.seal(SECRET, PLAIN);

        assertThat(RecordCipher.keyOf(before)).contains("old");
        assertThat(RecordCipher.keyOf(after)).contains("young");
        assertThat(rotated.open(SECRET, before)).isInstanceOf(Opened.Value.class);
        assertThat(cipher(young).open(SECRET, after)).isInstanceOf(Opened.Value.class);
    }

    @Test
    void saysWhichKeyIsMissingAndWhereItLooked() {
        Opened opened = cipher(key("young")).open(SECRET, cipher(key("old")).seal(SECRET, PLAIN));

        assertThat(((Opened.Not) opened).reason()).contains("'old'", "test.keys", "it holds young");
    }

    @Test
    void saysWhichKeyIsWrong() {
        Opened opened = cipher(key("same")).open(SECRET, cipher(key("same")).seal(SECRET, PLAIN));

        assertThat(((Opened.Not) opened).reason()).contains("'same'", "test.keys", "does not open it");
    }

    @Test
    void refusesKeysThatAreNone() {
        assertThatThrownBy(() -> MasterKey.of("short", new byte[16]))
                .hasMessageContaining("16 bytes")
                .hasMessageContaining("/dev/urandom");
        assertThatThrownBy(() -> MasterKey.of("a b", new byte[32])).hasMessageContaining("'a b'");
        assertThatThrownBy(() -> KeyRing.of(List.of(key("one"), key("one")), "f"))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> RecordCipher.of(KeyRing.EMPTY, Set.of(SECRETS)))
                .hasMessageContaining("no key");
    }
}
