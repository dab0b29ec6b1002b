package dev.flotilla.api.schema.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoBase64Test {
    /** As {@code encoding/base64} says it. */
    @ParameterizedTest
    @CsvSource({"2,0", "abc,0", "abcde,4", "abcdefg,4", "a!cd,1", "not base64!,3", "ab=,3", "ab==c,4"})
    void tellsWhereGoStops(String text, int at) {
        assertThat(GoBase64.errorAt(text)).isEqualTo(at);
    }
}
