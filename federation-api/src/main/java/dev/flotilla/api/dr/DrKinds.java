package dev.flotilla.api.dr;

import dev.flotilla.api.kind.Kind;
import dev.flotilla.api.schema.PrinterColumn;
import java.util.List;
import java.util.Optional;

/** The kinds of this package. */
public final class DrKinds {
    private static final List<PrinterColumn> DRILL_COLUMNS = List.of(
            Kind.column("SITES", ".spec.sites[*].region"),
            Kind.column("PHASE", ".status.phase"),
            Kind.column("RESULT", ".status.result"),
            Kind.AGE,
            Kind.wideColumn("MESSAGE", ".status.message"));
    private static final List<PrinterColumn> RUN_COLUMNS = List.of(
            Kind.column("PURPOSE", ".spec.purpose"),
            Kind.column("PHASE", ".status.phase"),
            Kind.column("OUTCOME", ".status.outcome"),
            Kind.AGE,
            Kind.wideColumn("MESSAGE", ".status.message"));
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    Drill.RESOURCE.group(),
                    "v1alpha1",
                    Drill.KIND,
                    Drill.RESOURCE.resource(),
                    false,
                    List.of("drill", "drills"),
                    DRILL_COLUMNS,
                    DrillSpec.class,
                    Optional.of(DrillStatus.class)),
            new Kind(
                    FailoverRun.RESOURCE.group(),
                    "v1alpha1",
                    FailoverRun.KIND,
                    FailoverRun.RESOURCE.resource(),
                    false,
                    List.of("fr"),
                    RUN_COLUMNS,
                    FailoverRunSpec.class,
                    Optional.of(FailoverRunStatus.class)));

    private DrKinds() {}

    public static List<Kind> kinds() {
        return KINDS;
    }
}
