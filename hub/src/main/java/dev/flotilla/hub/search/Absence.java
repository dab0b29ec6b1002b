package dev.flotilla.hub.search;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.ApiResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is to be said of members that gave nothing: of those that are away, and of those that refused. */
record Absence(List<Reply.Refused> refusals, List<Reply.Away> away) {
    /** The most telling refusal first: what the caller did wrong, may not do, and only then what is not there. */
    private static final List<Integer> TELLING = List.of(404, 403, 401, 422, 400);

    /** For an answer that others have given: that it is not all. A member without the kind has nothing to add. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        away.forEach(each -> warnings.add(
                "cluster \"" + each.cluster() + "\" did not answer, what it holds is unknown: " + each.reason()));
        refusals.stream()
                .filter(each -> each.code() != 404)
                .forEach(each -> warnings.add("cluster \"" + each.cluster() + "\" refused: " + each.message()));
        return warnings;
    }

    /** The answer if nobody has given one. Somebody who is away might have: then nothing is known to be absent. */
    ApiResponse instead() {
        boolean allAbsent = refusals.stream().allMatch(each -> each.code() == 404);
        if (allAbsent && !away.isEmpty()) {
            String clusters =
                    String.join(", ", away.stream().map(Reply.Away::cluster).toList());
            StatusError unknown = StatusError.unavailable(
                    "not found where it could be looked for, but these clusters did not answer: " + clusters + " ("
                            + away.getFirst().reason() + ")",
                    1);
            return ApiResponse.json(unknown.code(), unknown.toJson()).with("Retry-After", "1");
        }
        Reply.Refused told = refusals.stream()
                .max(Comparator.comparingInt(each -> TELLING.indexOf(each.code())))
                .orElseThrow();
        boolean status = told.status().path("kind").asString("").equals("Status");
        ApiResponse response = status
                ? ApiResponse.json(told.code(), told.status())
                : ApiResponse.text(told.code(), told.message() + "\n");
        return response.withWarnings(new Absence(List.of(), away).warnings());
    }
}
