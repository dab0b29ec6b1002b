package dev.flotilla.dr.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.dr.evidence.render.SignedReport;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every byte of a small report. */
class VerificationSim {
    private static final long SEED = 42;

    @ParameterizedTest
    @EnumSource
    void refusesEveryChangedByte(ReportFormat format) {
        byte[] file = SignedReport.of(SampleReports.inconclusive(), format, SampleKeys.fresh())
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(SEED);
        for (int at = 0; at < file.length; at++) {
            byte[] changed = file.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));

            assertThat(Verification.verify(changed, Optional.empty()))
                    .as("%s, seed %s, byte %s: %s instead of %s", format, SEED, at, changed[at], file[at])
                    .isInstanceOf(Verification.Invalid.class);
        }
    }
}
