package dev.flotilla.replication.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.replication.encryption.Sealed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackupFileTest {
    private static final BackupHead HEAD =
            new BackupHead(BackupHead.FORMAT, "flotilla", "topic", 1L << 50, "2026-01-02T03:04:05Z");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private byte[] bytes(int max) {
        byte[] bytes = new byte[random.nextInt(max)];
        random.nextBytes(bytes);
        return bytes;
    }

    private BackupObject object(int number, int max) {
        ObjectKey key = ObjectKey.of("apps", "deployments", "shöp", "web-" + number);
        BackupObject.Content content = random.nextBoolean()
                ? new BackupObject.Plain(bytes(max))
                : new BackupObject.Encrypted(new Sealed(new byte[] {1, (byte) number}, bytes(max)));
        return new BackupObject(key, number, content);
    }

    private List<BackupObject> objects(int count, int max) {
        List<BackupObject> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            objects.add(object(i, max));
        }
        return objects;
    }

    private static byte[] file(List<BackupObject> objects) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BackupWriter writer = new BackupWriter(out, HEAD);
        for (BackupObject object : objects) {
            writer.add(object);
        }
        writer.finish();
        return out.toByteArray();
    }

    private static List<String> read(byte[] file) throws IOException {
        List<String> read = new ArrayList<>();
        new BackupReader(new ByteArrayInputStream(file)).readAll(object -> read.add(text(object)));
        return read;
    }

    private static String text(BackupObject object) {
        return object.key() + "@" + object.resourceVersion()
                + switch (object.content()) {
                    case BackupObject.Plain(byte[] json) -> Arrays.toString(json);
                    case BackupObject.Encrypted(Sealed(byte[] envelope, byte[] value)) ->
                        Arrays.toString(envelope) + Arrays.toString(value);
                };
    }

    @Test
    void givesBackWhatWasPutIn() throws IOException {
        for (int round = 0; round < 30; round++) {
            List<BackupObject> objects = objects(random.nextInt(40), 4_000);

            List<String> read = read(file(objects));

            assertThat(read)
                    .as("seed %d", seed)
                    .isEqualTo(objects.stream().map(BackupFileTest::text).toList());
        }
    }

    @Test
    void takesTheLargestObjectsInBlocksOfTheirOwn() throws IOException {
        List<BackupObject> objects = List.of(
                object(1, 10),
                new BackupObject(
                        ObjectKey.of("", "configmaps", "a", "b"), 7, new BackupObject.Plain(new byte[(3 << 20) + 500])),
                object(2, 10));

        assertThat(read(file(objects)))
                .isEqualTo(objects.stream().map(BackupFileTest::text).toList());
    }

    @Test
    void knowsItsHead() throws IOException {
        assertThat(new BackupReader(new ByteArrayInputStream(file(List.of()))).head())
                .isEqualTo(HEAD);
    }

    @Test
    void noticesEveryByteThatIsChanged() throws IOException {
        byte[] file = file(objects(5, 200));

        for (int at = 0; at < file.length; at++) {
            byte[] changed = file.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            assertThatThrownBy(() -> read(changed))
                    .as("byte %d of %d, seed %d", at, file.length, seed)
                    .isInstanceOf(BackupRefusedException.class);
        }
    }

    @Test
    void noticesEveryLengthItIsCutTo() throws IOException {
        byte[] file = file(objects(5, 200));

        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut)).as("length %d", length).isInstanceOf(BackupRefusedException.class);
        }
    }

    @Test
    void noticesWhatIsAppendedTakenOutOrRepeated() throws IOException {
        byte[] file = file(objects(3, 100));
        byte[] longer = Arrays.copyOf(file, file.length + 1);
        byte[] twice = Arrays.copyOf(file, file.length * 2);
        System.arraycopy(file, 0, twice, file.length, file.length);
        byte[] other = file(objects(3, 100));
        byte[] mixed = Arrays.copyOf(file, Math.max(file.length, other.length));
        System.arraycopy(other, other.length / 2, mixed, other.length / 2, other.length - other.length / 2);

        for (byte[] wrong : List.of(longer, twice, mixed)) {
            assertThatThrownBy(() -> read(wrong)).isInstanceOf(BackupRefusedException.class);
        }
    }

    @Test
    void refusesANewerFormatWithWords() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BackupWriter(out, new BackupHead(2, "flotilla", "topic", 1, "")).finish();

        assertThatThrownBy(() -> read(out.toByteArray())).hasMessageContaining("format 2, this version reads 1");
    }

    @Test
    void saysWhatAnotherFileIsNot() {
        assertThatThrownBy(() ->
                        read("PK\3\4 something else entirely".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .hasMessageContaining("no backup of a Flotilla hub");
    }
}
