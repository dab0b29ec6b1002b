package dev.flotilla.apiserver.read;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.request.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a list request says about which state it wants, and how much of it.
 *
 * @param limit 0 for all
 * @param exact the resourceVersion is the one to show, not the oldest that will do
 */
record ListOptions(long limit, Optional<ContinueToken> token, String resourceVersion, boolean exact) {
    private static final String MATCH = "resourceVersionMatch";
    private static final String EXACT = "Exact";

    /** @throws dev.flotilla.api.status.StatusException 400 or 422 for what makes no sense together */
    static ListOptions parse(Query query) {
        String version = query.text("resourceVersion");
        String match = query.text(MATCH);
        boolean any = version.equals("0");
        Optional<ContinueToken> token =
                query.first("continue").filter(text -> !text.isEmpty()).map(ContinueToken::parse);
        if (token.isPresent() && !version.isEmpty() && !any) {
            throw StatusError.badRequest("specifying resource version is not allowed when using continue")
                    .exception();
        }
        check(query, match, version, token.isPresent());
        long limit = Math.max(0, query.number("limit").orElse(0L));
        return new ListOptions(any && token.isEmpty() ? 0 : limit, token, version, match.equals(EXACT));
    }

    private static void check(Query query, String match, String version, boolean continued) {
        query.number("timeoutSeconds");
        List<FieldError> errors = new ArrayList<>();
        if (!match.isEmpty()) {
            match(match, version, continued, errors);
        }
        if (query.first("sendInitialEvents").isPresent()) {
            errors.add(FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        if (!errors.isEmpty()) {
            throw StatusError.invalid("meta.k8s.io", "ListOptions", "", errors).exception();
        }
    }

    private static void match(String match, String version, boolean continued, List<FieldError> errors) {
        if (version.isEmpty()) {
            errors.add(FieldError.forbidden(
                    MATCH, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }
        if (continued) {
            errors.add(FieldError.forbidden(MATCH, "resourceVersionMatch is forbidden when continue is provided"));
        }
        if (!match.equals(EXACT) && !match.equals("NotOlderThan")) {
            errors.add(FieldError.notSupported(MATCH, match, List.of(EXACT, "NotOlderThan", "")));
        }
        if (match.equals(EXACT) && version.equals("0")) {
            errors.add(FieldError.forbidden(
                    MATCH, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
        }
    }
}
