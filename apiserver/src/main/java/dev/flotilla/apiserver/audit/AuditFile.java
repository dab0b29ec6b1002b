package dev.flotilla.apiserver.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events as lines of a file that its owner alone can read. A thread of its own writes them; no request waits for it.
 * What does not fit into the queue, or cannot be written because the disk is full or broken, is lost: it is counted in
 * {@code apiserver.audit.lost}, told in the server's log, and the next line that can be written says how many were lost
 * before it. A file that has grown too long is put aside under the time's name, and the oldest of those goes.
 */
public final class AuditFile implements AuditSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS").withZone(ZoneOffset.UTC);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    /** A line written alone costs two system calls; a reader of the file does not notice the delay. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration COMPLAINT_EVERY = Duration.ofMinutes(1);

    private final Path file;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Counter lost;
    private final Thread writer;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long lostBefore;
    private boolean closing;
    private @Nullable OutputStream out;
    private long written;
    private long complainedAtNanos = System.nanoTime() - COMPLAINT_EVERY.toNanos();

    /**
     * @param fileBytes how long a file may grow
     * @param kept how many of those put aside stay
     * @param queueBytes how much may wait to be written
     */
    public record Bounds(long fileBytes, int kept, long queueBytes) {
        public static final Bounds DEFAULT = new Bounds(64L << 20, 4, 16L << 20);
    }

    private AuditFile(Path file, Bounds bounds, InstantSource clock, MeterRegistry meters) {
        this.file = file;
        this.bounds = bounds;
        this.clock = clock;
        this.lost = Counter.builder("apiserver.audit.lost")
                .description("events that were not written")
                .register(meters);
        this.writer = Thread.ofPlatform().daemon().name("audit-log").unstarted(this::run);
    }

    /** @throws IOException if the file cannot be written to, with what to do */
    public static AuditFile open(Path file, Bounds bounds, InstantSource clock, MeterRegistry meters)
            throws IOException {
        AuditFile log = new AuditFile(file, bounds, clock, meters);
        try {
            log.opened();
        } catch (IOException e) {
            throw new IOException(
                    "the audit log " + file + " cannot be written: name another file, or make it writable: "
                            + e.getMessage(),
                    e);
        }
        log.writer.start();
        return log;
    }

    @Override
    public synchronized void write(byte[] event) {
        if (closing || queuedBytes + event.length > bounds.queueBytes()) {
            lose(1);
            return;
        }
        if (queue.isEmpty()) {
            notifyAll();
        }
        queue.add(event);
        queuedBytes += event.length;
    }

    private void lose(long events) {
        lostBefore += events;
        lost.increment((double) events);
    }

    private void run() {
        for (Optional<Batch> batch = next(); batch.isPresent(); batch = next()) {
            try {
                write(batch.get());
            } catch (IOException | UncheckedIOException failed) {
                abandon(batch.get(), failed);
            }
        }
        shut();
    }

    private record Batch(List<byte[]> events, long lostBefore) {}

    private synchronized Optional<Batch> next() {
        try {
            while (queue.isEmpty() && !closing) {
                wait();
            }
            long gatheredAt = System.nanoTime() + GATHER.toNanos();
            for (long left = GATHER.toNanos(); left > 0 && !closing; left = gatheredAt - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException _) {
            closing = true;
        }
        if (queue.isEmpty()) {
            return Optional.empty();
        }
        Batch batch = new Batch(List.copyOf(queue), lostBefore);
        queue.clear();
        queuedBytes = 0;
        lostBefore = 0;
        return Optional.of(batch);
    }

    private void write(Batch batch) throws IOException {
        if (batch.lostBefore() > 0) {
            line(lossLine(batch.lostBefore()));
        }
        for (byte[] event : batch.events()) {
            line(event);
        }
        opened().flush();
    }

    private byte[] lossLine(long events) {
        return ("{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"Metadata\",\"stage\":\"Panic\","
                        + "\"annotations\":{\"audit.flotilla.dev/lost\":\"" + events + "\"},\"stageTimestamp\":\""
                        + clock.instant() + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void line(byte[] event) throws IOException {
        if (written > 0 && written + event.length + 1 > bounds.fileBytes()) {
            putAside();
        }
        OutputStream stream = opened();
        stream.write(event);
        stream.write('\n');
        written += event.length + 1L;
    }

    private OutputStream opened() throws IOException {
        @Nullable OutputStream stream = out;
        if (stream == null) {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            written = Files.size(file);
            stream = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            out = stream;
        }
        return stream;
    }

    private void putAside() throws IOException {
        opened().close();
        out = null;
        Files.move(file, file.resolveSibling(prefix() + ASIDE.format(clock.instant()) + ".log"));
        List<Path> aside = aside();
        for (Path each : aside.subList(0, Math.max(0, aside.size() - bounds.kept()))) {
            Files.deleteIfExists(each);
        }
    }

    private List<Path> aside() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> {
                        String name = each.getFileName().toString();
                        return name.startsWith(prefix()) && name.endsWith(".log");
                    })
                    .sorted()
                    .toList();
        }
    }

    private String prefix() {
        String name = file.getFileName().toString();
        return (name.endsWith(".log") ? name.substring(0, name.length() - 4) : name) + "-";
    }

    /** Part of a batch may have been written; it counts as lost whole. */
    private void abandon(Batch batch, Exception failed) {
        synchronized (this) {
            lose(batch.events().size());
            lostBefore += batch.lostBefore();
        }
        shut();
        long now = System.nanoTime();
        if (now - complainedAtNanos >= COMPLAINT_EVERY.toNanos()) {
            complainedAtNanos = now;
            LOG.atError()
                    .addKeyValue("file", file)
                    .setCause(failed)
                    .log("audit events are being lost: make room on the disk, or name another file");
        }
    }

    private void shut() {
        @Nullable OutputStream stream = out;
        out = null;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException _) {
                // said already, or to be said with the next event
            }
        }
    }

    /** Writes what is queued. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            writer.join(CLOSE_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
