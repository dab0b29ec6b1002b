package dev.flotilla.hub.search;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Query;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds one object, by looking for it in every member. */
final class FleetObject {
    private static final String HEAD_ONLY =
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    private final Members members;
    private final FleetQuestion question;

    FleetObject(Members members, FleetQuestion question) {
        this.members = members;
        this.question = question;
    }

    /** What was found, or what is to be answered instead. */
    sealed interface Found {
        record In(String cluster, Reply.Found reply, List<String> warnings) implements Found {}

        record Nowhere(ApiResponse instead) implements Found {}
    }

    ApiResponse answer() throws InterruptedException {
        Map<String, String> changed = Map.of();
        String version = question.query().text("resourceVersion");
        return switch (look(
                cluster -> version.isEmpty() || version.equals("0")
                        ? changed
                        : Map.of("resourceVersion", FleetPosition.parse(version).version(cluster)),
                question.path(),
                question.accept())) {
            case Found.Nowhere nowhere -> nowhere.instead();
            case Found.In in -> {
                Provenance.mark(in.reply().tree(), in.cluster());
                yield ApiResponse.json(200, in.reply().tree()).withWarnings(in.warnings());
            }
        };
    }

    /** @param path of the object itself, whatever of it was asked for */
    Found locate(String path) throws InterruptedException {
        FleetQuestion bare = new FleetQuestion(
                path, question.resource(), Query.EMPTY, HEAD_ONLY, question.user(), question.clusters());
        return new FleetObject(members, bare).look(_ -> Map.of(), path, HEAD_ONLY);
    }

    private Found look(Function<String, Map<String, String>> changed, String path, String accept)
            throws InterruptedException {
        List<Reply> replies = members.ask(
                question.clusters(),
                cluster -> Members.Question.get(question.target(changed.apply(cluster)), accept, question.user()));
        List<Reply.Found> found = of(Reply.Found.class, replies);
        Absence absence = new Absence(of(Reply.Refused.class, replies), of(Reply.Away.class, replies));
        if (found.size() > 1) {
            throw ambiguous(path, found);
        }
        if (found.size() == 1) {
            return new Found.In(found.getFirst().cluster(), found.getFirst(), absence.warnings());
        }
        return new Found.Nowhere(
                replies.isEmpty()
                        ? ApiResponse.json(
                                404,
                                StatusError.notFound(
                                                new GroupResource(
                                                        question.resource().group(),
                                                        question.resource().resource()),
                                                question.resource().name())
                                        .toJson())
                        : absence.instead());
    }

    private static <T extends Reply> List<T> of(Class<T> kind, List<Reply> replies) {
        return replies.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private RuntimeException ambiguous(String path, List<Reply.Found> found) {
        String clusters = found.stream().map(Reply.Found::cluster).collect(Collectors.joining(", "));
        GroupResource resource = new GroupResource(
                question.resource().group(), question.resource().resource());
        return StatusError.conflict(
                        resource,
                        question.resource().name(),
                        "it is in the clusters " + clusters + "; ask for one of them at"
                                + " /apis/cluster.karmada.io/v1alpha1/clusters/"
                                + found.getFirst().cluster() + "/proxy"
                                + path)
                .exception();
    }
}
