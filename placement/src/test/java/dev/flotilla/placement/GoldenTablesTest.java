package dev.flotilla.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tables of questions with the answers they must get, each table a behaviour. Those under {@code karmada} hold what
 * Karmada's own scheduler answers, and are asked with {@code karmadaCompat}; those under {@code ours} hold what we
 * answer by default.
 */
class GoldenTablesTest {
    @TestFactory
    Stream<DynamicContainer> answersAsKarmadaDoes() throws IOException, URISyntaxException {
        return tables("karmada", true);
    }

    @TestFactory
    Stream<DynamicContainer> answersByDefault() throws IOException, URISyntaxException {
        return tables("ours", false);
    }

    private static Stream<DynamicContainer> tables(String folder, boolean asKarmada)
            throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(GoldenTablesTest.class.getResource("/GoldenTables/" + folder))
                .toURI());
        try (Stream<Path> files = Files.list(root)) {
            List<Path> tables = files.sorted().toList();
            assertThat(tables).isNotEmpty();
            return tables.stream()
                    .map(table -> DynamicContainer.dynamicContainer(
                            table.getFileName().toString(), cases(table, asKarmada)));
        }
    }

    private static Stream<DynamicTest> cases(Path table, boolean asKarmada) {
        try {
            return Files.readAllLines(table).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> DynamicTest.dynamicTest(line, () -> {
                        GoldenCase golden = GoldenCase.of(line);

                        assertThat(golden.answered(asKarmada)).as(line).isEqualTo(golden.answer());
                    }));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
