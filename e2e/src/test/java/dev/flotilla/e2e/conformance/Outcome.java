package dev.flotilla.e2e.conformance;

/** How one case went on one subject. */
sealed interface Outcome {
    record Passed() implements Outcome {}

    record Failed(String message) implements Outcome {}

    /** @param reason why it does not hold, or could not run, there */
    record Skipped(String reason) implements Outcome {}

    /** As the report shows it. */
    default String shown() {
        return switch (this) {
            case Passed _ -> "pass";
            case Failed failed -> "FAIL: " + failed.message;
            case Skipped skipped -> "skip: " + skipped.reason;
        };
    }
}
