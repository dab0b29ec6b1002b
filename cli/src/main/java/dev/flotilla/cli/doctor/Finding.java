package dev.flotilla.cli.doctor;

/**
 * The outcome of one look.
 *
 * @param advice what to do; empty if there is nothing to do
 */
public record Finding(Verdict verdict, String subject, String detail, String advice) {
    /** How bad it is. */
    public enum Verdict {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String subject, String detail) {
        return new Finding(Verdict.OK, subject, detail, "");
    }

    static Finding warn(String subject, String detail, String advice) {
        return new Finding(Verdict.WARN, subject, detail, advice);
    }

    static Finding fail(String subject, String detail, String advice) {
        return new Finding(Verdict.FAIL, subject, detail, advice);
    }
}
