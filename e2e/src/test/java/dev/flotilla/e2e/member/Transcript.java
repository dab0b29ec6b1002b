package dev.flotilla.e2e.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server answered, line by line, to be compared with what a real kube-apiserver has answered. Run with
 * {@code -Dtranscripts.record=true} to write down anew what the real one says.
 */
final class Transcript {
    private static final boolean RECORD = Boolean.getBoolean("transcripts.record");
    private static final Path RESOURCES = Path.of("src/test/resources/dev/flotilla/e2e/member");

    private final StringBuilder lines = new StringBuilder();
    private final Map<String, String> hidden = new LinkedHashMap<>();

    /** Every occurrence of the text is written as the word. */
    Transcript hiding(String text, String word) {
        hidden.put(text, word);
        return this;
    }

    void line(String line) {
        lines.append(line).append('\n');
    }

    /** What a server may ask more than once, because somebody wrote in between, is one line. */
    void once(String line) {
        if (lines.indexOf(line + '\n') < 0) {
            line(line);
        }
    }

    /** Code, reason and message of a refusal; of a success what the pointers find; and the warnings. */
    void answer(String what, Answer answer, String... pointers) {
        StringBuilder line = new StringBuilder(what).append(" -> ").append(answer.code());
        if (answer.code() >= 300) {
            line.append(' ').append(answer.reason()).append(" | ").append(answer.message());
        }
        for (String pointer : pointers) {
            line.append(" | ").append(answer.at(pointer));
        }
        answer.headers().allValues("Warning").stream()
                .sorted()
                .forEach(each -> line.append(" | Warning: ").append(each));
        line(line.toString());
    }

    /** @param name of the resource that holds what is expected */
    void check(Member member, String name) {
        String said = lines.toString().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID");
        for (Map.Entry<String, String> each : hidden.entrySet()) {
            said = said.replace(each.getKey(), each.getValue());
        }
        try {
            if (RECORD && member instanceof RealApiServerMember) {
                Files.createDirectories(RESOURCES);
                Files.writeString(RESOURCES.resolve(name), said);
                return;
            }
            try (InputStream expected = Transcript.class.getResourceAsStream(name)) {
                String text = expected == null ? "" : new String(expected.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(said)
                        .as("%s, as a real kube-apiserver answers", name)
                        .isEqualTo(text);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
