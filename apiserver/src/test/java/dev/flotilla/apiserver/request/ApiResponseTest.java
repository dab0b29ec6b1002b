package dev.flotilla.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiResponseTest {
    @Test
    void aWarningHoldsNothingThatAHeaderMayNot() {
        ApiResponse response = ApiResponse.text(200, "")
                .withWarnings(List.of("unknown field \"metadata.label\u0000s\"", "two\r\nlines\u0085\u007f"));

        assertThat(((ApiResponse.Whole) response).headers())
                .filteredOn(header -> header.name().equals("Warning"))
                .extracting(ApiResponse.Header::value)
                .containsExactly("299 - \"unknown field \\\"metadata.label s\\\"\"", "299 - \"two lines \"");
    }
}
