package dev.flotilla.propagation.actor;

import dev.flotilla.propagation.Copy;
import dev.flotilla.propagation.member.MemberClient;
import dev.flotilla.propagation.member.MemberReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what is in a member's namespace that no hub has put there, so that deleting the namespace would destroy it. */
final class NamespaceContents {
    /** Kubernetes puts these into every namespace. */
    private static final Set<String> EVERYWHERE = Set.of("configmaps/kube-root-ca.crt", "serviceaccounts/default");

    private static final Set<String> FLEETING = Set.of("events", "endpoints", "endpointslices", "leases");

    private final MemberClient client;
    private final String hubId;

    NamespaceContents(MemberClient client, String hubId) {
        this.client = client;
        this.hubId = hubId;
    }

    /** @return what else is there, in words; empty if there is nothing */
    CompletionStage<String> whatElse(String namespace) {
        return groupVersions().thenCompose(roots -> {
            CompletionStage<String> found = CompletableFuture.completedFuture("");
            for (String root : roots) {
                found = found.thenCompose(
                        first -> first.isEmpty() ? inGroup(root, namespace) : CompletableFuture.completedFuture(first));
            }
            return found;
        });
    }

    private CompletionStage<List<String>> groupVersions() {
        return client.read("/apis").thenApply(reply -> {
            List<String> roots = new ArrayList<>(List.of("/api/v1"));
            if (reply instanceof MemberReply.Done(var list)) {
                list.path("groups")
                        .forEach(group -> roots.add("/apis/"
                                + group.path("preferredVersion")
                                        .path("groupVersion")
                                        .asString("")));
            }
            return roots;
        });
    }

    private CompletionStage<String> inGroup(String root, String namespace) {
        return client.read(root).thenCompose(reply -> {
            CompletionStage<String> found = CompletableFuture.completedFuture("");
            if (!(reply instanceof MemberReply.Done(var list))) {
                return CompletableFuture.completedFuture("the member's API " + root + " could not be read");
            }
            for (JsonNode resource : list.path("resources")) {
                String plural = resource.path("name").asString("");
                if (holdsObjects(resource, plural)) {
                    found = found.thenCompose(first -> first.isEmpty()
                            ? inResource(root + "/namespaces/" + namespace + "/" + plural, plural)
                            : CompletableFuture.completedFuture(first));
                }
            }
            return found;
        });
    }

    private static boolean holdsObjects(JsonNode resource, String plural) {
        boolean listed = false;
        for (JsonNode verb : resource.path("verbs")) {
            listed |= verb.asString("").equals("list");
        }
        return listed
                && resource.path("namespaced").asBoolean(false)
                && !plural.contains("/")
                && !FLEETING.contains(plural);
    }

    private CompletionStage<String> inResource(String path, String plural) {
        return client.read(path).thenApply(reply -> {
            if (!(reply instanceof MemberReply.Done(var list))) {
                return path + " could not be read, so the namespace is kept";
            }
            for (JsonNode item : list.path("items")) {
                String name = item.path("metadata").path("name").asString("");
                boolean owned = !item.path("metadata").path("ownerReferences").isEmpty();
                if (!Copy.isOf(hubId, (ObjectNode) item) && !owned && !EVERYWHERE.contains(plural + "/" + name)) {
                    return "the namespace is kept: it holds " + plural + "/" + name + ", which this hub did not create";
                }
            }
            return "";
        });
    }
}
