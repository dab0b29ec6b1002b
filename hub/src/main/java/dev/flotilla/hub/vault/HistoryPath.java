package dev.flotilla.hub.vault;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import dev.flotilla.hub.query.Methods;
import dev.flotilla.hub.query.ObjectQuery;
import dev.flotilla.replication.history.HistoryPage;
import dev.flotilla.replication.history.HistoryQuestion;
import dev.flotilla.replication.history.HistoryQuestion.Until;
import dev.flotilla.replication.history.PastQuestion;
import dev.flotilla.replication.history.PastState;
import dev.flotilla.replication.kafka.LogRefusedException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /history?resource=deployments.apps&namespace=shop&name=web}: an object's changes, the newest first. With
 * {@code at}, a resourceVersion or a time, the one change that made the object what it was then. Whoever may get the
 * object may ask. Without a name, and with {@code at}, all objects of the types named, as they were: for whoever may
 * list them.
 */
final class HistoryPath implements Handler {
    static final String PATH = "/history";
    private static final long LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 500;

    private final ObjectStore store;
    private final Past history;
    private final Authorizer authorizer;

    /** What the log's history answers. */
    interface Past {
        HistoryPage of(HistoryQuestion question);

        PastState of(PastQuestion question);
    }

    HistoryPath(ObjectStore store, Past history, Authorizer authorizer) {
        this.store = store;
        this.history = history;
        this.authorizer = authorizer;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        Methods.require("GET", request);
        Optional<Until> at = request.query().first("at").map(HistoryPath::until);
        if (at.isPresent() && request.query().text("name").isEmpty()) {
            return ApiResponse.json(200, past(request, at.get()));
        }
        ObjectKey key = ObjectQuery.key(request);
        authorize(request.user(), "get", key.resource(), key.namespace(), key.name());
        return ApiResponse.json(200, HistoryJson.of(at.isPresent() ? at(key, at.get()) : changes(key, request)));
    }

    private ObjectNode past(ApiRequest request, Until at) {
        Set<GroupResource> types = Stream.of(request.query().text("resource").split(",", -1))
                .filter(each -> !each.isEmpty())
                .map(ObjectQuery::type)
                .collect(Collectors.toCollection(TreeSet::new));
        if (types.isEmpty()) {
            throw StatusError.badRequest("the parameter resource is needed: " + PATH
                            + "?resource=deployments.apps,clusters.cluster.karmada.io&at=2026-01-31T12:00:00Z")
                    .exception();
        }
        String namespace = request.query().text("namespace");
        types.forEach(type -> authorize(request.user(), "list", type, namespace, ""));
        PastQuestion question = new PastQuestion(types, namespace, at);
        return HistoryJson.of(question, asking(() -> history.of(question)), store.snapshot());
    }

    private void authorize(UserInfo user, String verb, GroupResource type, String namespace, String name) {
        ObjectQuery.authorize(authorizer, user, verb, type, namespace, name);
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
                .map(HistoryJson::asItIs)
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

    private HistoryPage ask(HistoryQuestion question) {
        return asking(() -> history.of(question));
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (LogRefusedException none) {
            throw StatusError.badRequest(String.valueOf(none.getMessage())).exception();
        } catch (KafkaException away) {
            throw StatusError.unavailable("the history cannot be read: " + away.getMessage(), 1)
                    .exception();
        }
    }
}
