package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.dr.Survival;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class SurvivalMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SurvivalMeters meters = new SurvivalMeters(registry);

    @Test
    void showTheNewestJudgementOnEachRegion() {
        meters.judged(survival(false, 1, 0));
        meters.judged(survival(false, 7, 2));

        assertThat(registry.scrape())
                .contains("flotilla_region_loss_moved_workloads{region=\"eu\"} 7.0")
                .contains("flotilla_region_loss_unplaced_workloads{region=\"eu\"} 2.0");
    }

    @Test
    void showNoNumberWhileTheRegionIsLost() {
        meters.judged(survival(false, 7, 2));

        meters.judged(survival(true, 0, 0));

        assertThat(registry.scrape()).contains("flotilla_region_loss_moved_workloads{region=\"eu\"} NaN");
    }

    @Test
    void forgetARegionThatIsGone() {
        meters.judged(survival(false, 7, 2));

        meters.gone("eu");

        assertThat(registry.scrape()).doesNotContain("flotilla_region_loss");
    }

    private static Survival survival(boolean lost, long moved, long unplaced) {
        return new Survival("eu", lost, moved, unplaced, "True", "Tested", "");
    }
}
