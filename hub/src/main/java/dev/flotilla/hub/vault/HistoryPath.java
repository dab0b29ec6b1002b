package dev.flotilla.hub.vault;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.Forbidden;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import dev.flotilla.replication.history.HistoryEntry;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.HistoryQuestion;
import dev.flotilla.replication.history.HistoryQuestion.Until;
import dev.flotilla.replication.history.Redaction;
import dev.flotilla.replication.kafka.LogRefusedException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;

/**
 * {@code GET /history?resource=deployments.apps&namespace=shop&name=web}: an object's changes, the newest first. With
 * {@code at}, a resourceVersion or a time, the one change that made the object what it was then. Whoever may get the
 * object may ask.
 */
final class HistoryPath implements Handler {
    static final String PATH = "/history";
    private static final long LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 500;

    private final ObjectStore store;
    private final Function<HistoryQuestion, HistoryPage> history;
    private final Authorizer authorizer;

    HistoryPath(ObjectStore store, Function<HistoryQuestion, HistoryPage> history, Authorizer authorizer) {
        this.store = store;
        this.history = history;
        this.authorizer = authorizer;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Methods.require("GET", request);
        ObjectKey key = key(request);
        authorize(request.user(), key);
        Optional<Until> at = request.query().first("at").map(HistoryPath::until);
        return ApiResponse.json(200, HistoryJson.of(at.isPresent() ? at(key, at.get()) : changes(key, request)));
    }

    private static ObjectKey key(ApiRequest request) {
        String resource = request.query().text("resource");
        String name = request.query().text("name");
        if (resource.isEmpty() || name.isEmpty()) {
            throw StatusError.badRequest("the parameters resource and name are needed: " + PATH
                            + "?resource=deployments.apps&namespace=default&name=web")
                    .exception();
        }
        int dot = resource.indexOf('.');
        GroupResource type = dot < 0
                ? new GroupResource("", resource)
                : new GroupResource(resource.substring(dot + 1), resource.substring(0, dot));
        try {
            return new ObjectKey(type, request.query().text("namespace"), name);
        } catch (IllegalArgumentException invalid) {
            throw StatusError.badRequest(String.valueOf(invalid.getMessage())).exception();
        }
    }

    private void authorize(UserInfo user, ObjectKey key) {
        AccessAttributes access = new AccessAttributes.Resource(
                "get", key.resource().group(), "*", key.resource().resource(), "", key.namespace(), key.name());
        Authorizer.Verdict verdict = authorizer.decide(user, access);
        if (!verdict.allowed()) {
            throw Forbidden.of(user, access, verdict.reason()).exception();
        }
    }

    /** A resourceVersion is a number, a time is RFC 3339. */
    private static Until until(String at) {
        try {
            return at.matches("[0-9]{1,18}")
                    ? new Until.Version(Long.parseLong(at))
                    : new Until.Time(Instant.parse(at));
        } catch (DateTimeParseException invalid) {
            throw StatusError.badRequest(
                            "at must be a resourceVersion or a time like 2026-01-31T12:00:00Z, not '" + at + "'")
                    .exception();
        }
    }

    private HistoryPage changes(ObjectKey key, ApiRequest request) {
        long limit = request.query().number("limit").orElse(LIMIT_DEFAULT);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw StatusError.badRequest("limit must be from 1 to " + LIMIT_MAX).exception();
        }
        Until until = request.query()
                .number("continue")
                .<Until>map(Until.Version::new)
                .orElse(Until.Now.NOW);
        return ask(new HistoryQuestion(key, until, (int) limit));
    }

    /** An object that nobody has changed since the history begins is as it was then. */
    private HistoryPage at(ObjectKey key, Until at) {
        HistoryPage page = found(key, at);
        if (!page.entries().isEmpty()) {
            return page;
        }
        boolean unchanged = found(key, Until.Now.NOW).entries().isEmpty();
        return store.snapshot()
                .get(key)
                .filter(_ -> unchanged)
                .map(HistoryPath::asItIs)
                .map(entry -> new HistoryPage(List.of(entry), Optional.empty(), page.begins()))
                .orElseThrow(() -> new StatusError(
                                404,
                                "NotFound",
                                key.resource().qualified() + " \"" + key.name() + "\" has no state in the history at"
                                        + " or before that; it begins "
                                        + page.begins()
                                                .map(begin -> "at " + begin)
                                                .orElse("with the next change"),
                                Optional.empty())
                        .exception());
    }

    /** The newest change up to there, however far back it lies. */
    private HistoryPage found(ObjectKey key, Until until) {
        HistoryPage page = ask(new HistoryQuestion(key, until, 1));
        while (page.entries().isEmpty() && page.next().isPresent()) {
            page = ask(new HistoryQuestion(key, new Until.Version(page.next().get()), 1));
        }
        return page;
    }

    private static HistoryEntry asItIs(StoredObject object) {
        return new HistoryEntry(
                object.key(),
                object.resourceVersion(),
                Instant.EPOCH,
                Optional.empty(),
                Redaction.redacted(object.key().resource(), object.storedJson()),
                "");
    }

    private HistoryPage ask(HistoryQuestion question) {
        try {
            return history.apply(question);
        } catch (LogRefusedException none) {
            throw StatusError.badRequest(String.valueOf(none.getMessage())).exception();
        } catch (KafkaException away) {
            throw StatusError.unavailable("the history cannot be read: " + away.getMessage(), 1)
                    .exception();
        }
    }
}
