package dev.flotilla.placement;

import java.util.ArrayList;
import java.util.List;

/** What every scorer says of each cluster: the parts of the sum by which {@link Screening} orders them. */
final class RawScores {
    private static final int PERCENT = 100;

    private final Screening screening;
    private final List<Preferences.Weighted> scorers;
    private final List<int[]> points;

    RawScores(Screening screening) {
        this.screening = screening;
        this.scorers = screening.request().rules().preferences().scorers();
        this.points = scorers.stream()
                .map(each -> each.scorer().scores(screening.fleet().clusters()))
                .toList();
    }

    /** @param cluster its position in the fleet */
    List<Standing.Points> of(int cluster) {
        List<Standing.Points> all = new ArrayList<>();
        boolean runs = screening.previous().placed(screening.fleet().clusters().get(cluster));
        int weight = screening.request().rules().preferences().localityWeight();
        int locality = runs ? Scorer.SCORE_MAX : 0;
        all.add(new Standing.Points("runs there", locality, locality * weight / PERCENT));
        for (int index = 0; index < scorers.size(); index++) {
            int raw = Math.clamp(points.get(index)[cluster], 0, Scorer.SCORE_MAX);
            Preferences.Weighted each = scorers.get(index);
            all.add(new Standing.Points(each.scorer().name(), raw, raw * each.weight()));
        }
        for (Advice.Said said : screening.request().advice().said()) {
            int raw = said.points(screening.fleet().clusters().get(cluster).name());
            all.add(new Standing.Points(said.by(), raw, raw * said.weight()));
        }
        return all;
    }
}
