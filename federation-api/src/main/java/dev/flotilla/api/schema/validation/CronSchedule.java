package dev.flotilla.api.schema.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The syntax of a CronJob's schedule: five fields, or a descriptor. */
final class CronSchedule {
    private static final Set<String> DESCRIPTORS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int[] MIN = {0, 0, 1, 1, 0};
    private static final int[] MAX = {59, 23, 31, 12, 6};

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private CronSchedule() {}

    /** What is wrong with it, if anything. */
    static Optional<String> complaint(String schedule) {
        if (schedule.startsWith("@")) {
            boolean known = DESCRIPTORS.contains(schedule)
                    || schedule.matches("@every ([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+");
            return known ? Optional.empty() : Optional.of("unrecognized descriptor: " + schedule);
        }
        List<String> fields = Arrays.asList(schedule.strip().split("\\s+"));
        if (fields.size() != MIN.length) {
            return Optional.of(
                    "expected exactly 5 fields, found " + fields.size() + ": [" + String.join(" ", fields) + "]");
        }
        try {
            for (int i = 0; i < MIN.length; i++) {
                for (String range : fields.get(i).split(",", -1)) {
                    range(range, i);
                }
            }
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static void range(String text, int field) {
        String[] step = text.split("/", -1);
        if (step.length > 2) {
            throw new Malformed("too many slashes: " + text);
        }
        String[] bounds = step[0].split("-", -1);
        if (bounds.length > 2) {
            throw new Malformed("too many hyphens: " + text);
        }
        int start = MIN[field];
        int end = MAX[field];
        if (!bounds[0].equals("*") && !bounds[0].equals("?")) {
            start = number(bounds[0], field);
            end = bounds.length == 2 ? number(bounds[1], field) : step.length == 2 ? MAX[field] : start;
        }
        if (step.length == 2 && integer(step[1]) == 0) {
            throw new Malformed("step of range should be a positive number: " + text);
        }
        if (start < MIN[field]) {
            throw new Malformed("beginning of range (" + start + ") below minimum (" + MIN[field] + "): " + text);
        }
        if (end > MAX[field]) {
            throw new Malformed("end of range (" + end + ") above maximum (" + MAX[field] + "): " + text);
        }
        if (start > end) {
            throw new Malformed("beginning of range (" + start + ") beyond end of range (" + end + "): " + text);
        }
    }

    private static int number(String text, int field) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (field == 3 && MONTHS.contains(lower)) {
            return MONTHS.indexOf(lower) + 1;
        }
        return field == 4 && DAYS.contains(lower) ? DAYS.indexOf(lower) : integer(text);
    }

    private static int integer(String text) {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new Malformed(
                    "failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        int number = Integer.parseInt(text);
        if (number < 0) {
            throw new Malformed("negative number (" + number + ") not allowed: " + text);
        }
        return number;
    }
}
