package dev.flotilla.dr.evidence.render;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A browser without a screen, where the machine has one. */
final class Chromium {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long PATIENCE_SECONDS = 120;

    private final Path program;

    private Chromium(Path program) {
        this.program = program;
    }

    static Optional<Chromium> installed() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    /** The page as it looks in a window of this size. */
    BufferedImage picture(Path page, Path scratch, int width, int height) throws IOException, InterruptedException {
        Path picture = scratch.resolve("picture.png");
        run(
                scratch,
                "--window-size=" + width + "," + height,
                "--hide-scrollbars",
                "--screenshot=" + picture,
                page.toUri().toString());
        return ImageIO.read(picture.toFile());
    }

    private void run(Path scratch, String... arguments) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory(scratch, "profile");
        Path log = scratch.resolve("chromium.log");
        List<String> command = Stream.concat(
                        Stream.of(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--user-data-dir=" + profile),
                        Arrays.stream(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError("the browser made no picture: " + Files.readString(log));
        }
    }
}
