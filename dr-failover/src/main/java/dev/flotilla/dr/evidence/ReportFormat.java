package dev.flotilla.dr.evidence;

/** The forms in which a report is given out. */
public enum ReportFormat {
    JSON("json"),
    MARKDOWN("md"),
    HTML("html");

    private final String extension;

    ReportFormat(String extension) {
        this.extension = extension;
    }

    /** As the command line and file names have it. */
    public String extension() {
        return extension;
    }

    /** The name under which the hub keeps the form, beside the others of the same report. */
    public String fileName() {
        return "report." + extension;
    }
}
