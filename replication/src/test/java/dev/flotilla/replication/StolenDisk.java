package dev.flotilla.replication;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;

/**
 * What whoever has the disk can read: the bytes of each file, and what stands in them once the batches of a broker's
 * logs and the blocks of a backup are decompressed. Bytes alone would not do: compression hides a text that repeats.
 */
public final class StolenDisk {
    private static final Pattern SEGMENT = Pattern.compile("\\d{20}\\.log(\\..*)?");
    private static final int BACKUP_MAGIC_BYTES = "FLOTILLA-BACKUP\n".length();

    private StolenDisk() {}

    /** @param at a file, or a directory with all below it; what is deleted meanwhile holds nothing */
    public static List<Path> filesWith(Path at, String text) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(at, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (holds(file, text)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                    return failed instanceof NoSuchFileException && !file.equals(at)
                            ? FileVisitResult.CONTINUE
                            : super.visitFileFailed(file, failed);
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return found;
    }

    private static boolean holds(Path file, String text) {
        try {
            return holds(Files.readAllBytes(file), text) || holdsDecompressed(file, text);
        } catch (NoSuchFileException deleted) {
            return false;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean holds(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }

    private static boolean holdsDecompressed(Path file, String text) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".backup")) {
            return backupHolds(file, text);
        }
        return SEGMENT.matcher(name).matches() && logHolds(file, text);
    }

    private static boolean logHolds(Path file, String text) throws IOException {
        try (FileRecords records = FileRecords.open(file.toFile(), false)) {
            return StreamSupport.stream(records.records().spliterator(), false).anyMatch(record -> holds(record, text));
        }
    }

    private static boolean holds(Record record, String text) {
        return holds(record.key(), text)
                || holds(record.value(), text)
                || Stream.of(record.headers()).anyMatch(header -> holds(header.value(), text));
    }

    private static boolean holds(ByteBuffer buffer, String text) {
        return buffer != null
                && StandardCharsets.ISO_8859_1
                        .decode(buffer.duplicate())
                        .toString()
                        .contains(text);
    }

    private static boolean backupHolds(Path file, String text) throws IOException {
        try (DataInputStream blocks = new DataInputStream(Files.newInputStream(file))) {
            blocks.skipNBytes(BACKUP_MAGIC_BYTES);
            while (blocks.read() >= 0) {
                int compressedLength = blocks.readInt();
                blocks.skipNBytes(2 * Integer.BYTES);
                if (holds(inflated(blocks.readNBytes(compressedLength)), text)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static byte[] inflated(byte[] compressed) throws IOException {
        try (Inflater inflater = new Inflater();
                InputStream content = new InflaterInputStream(new ByteArrayInputStream(compressed), inflater)) {
            return content.readAllBytes();
        }
    }
}
