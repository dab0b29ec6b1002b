package dev.flotilla.hub.search;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.request.ApiResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists a collection over members, cluster after cluster in the order of their names. A limit is kept: members are
 * asked some at a time for as many as are still wanted, and one whose answer does not fit is asked again for what does.
 */
final class FleetList {
    private static final long BYTES_MAX = 256L << 20;

    private final Members members;
    private final FleetQuestion question;
    private final long limit;
    private final List<String> warnings = new ArrayList<>();
    private final List<Reply.Refused> refusals = new ArrayList<>();
    private final List<Reply.Away> away = new ArrayList<>();
    private Optional<ObjectNode> list = Optional.empty();
    private FleetPosition read;
    private Optional<FleetContinue> next = Optional.empty();

    FleetList(Members members, FleetQuestion question) {
        this.members = members;
        this.question = question;
        this.limit = question.query().number("limit").orElse(0L);
        this.read = FleetPosition.NOWHERE;
    }

    ApiResponse answer() throws InterruptedException {
        String token = question.query().text("continue");
        Optional<FleetContinue> begin = token.isEmpty() ? Optional.empty() : Optional.of(FleetContinue.parse(token));
        begin.ifPresent(from -> read = from.read());
        List<String> left = question.clusters().stream()
                .filter(cluster ->
                        begin.isEmpty() || cluster.compareTo(begin.get().cluster()) >= 0)
                .toList();
        int at = 0;
        while (at < left.size() && next.isEmpty()) {
            List<String> window = left.subList(at, Math.min(at + Members.AT_A_TIME_MAX, left.size()));
            take(window, left, members.ask(window, cluster -> page(cluster, begin)), begin);
            at += window.size();
        }
        return response();
    }

    private Members.Question page(String cluster, Optional<FleetContinue> begin) {
        Map<String, String> changed = new HashMap<>();
        changed.put("limit", limit == 0 ? "" : Long.toString(limit - size()));
        String own = begin.filter(from -> from.cluster().equals(cluster))
                .map(FleetContinue::token)
                .orElse("");
        changed.put("continue", own);
        String version = question.query().text("resourceVersion");
        if (!own.isEmpty()) {
            changed.put("resourceVersion", "");
            changed.put("resourceVersionMatch", "");
        } else if (!version.isEmpty() && !version.equals("0")) {
            String clusters = FleetPosition.parse(version).version(cluster);
            changed.put("resourceVersion", clusters);
            if (clusters.isEmpty()) {
                changed.put("resourceVersionMatch", "");
            }
        }
        return Members.Question.get(question.target(changed), question.accept(), question.user());
    }

    private void take(List<String> window, List<String> all, List<Reply> replies, Optional<FleetContinue> begin)
            throws InterruptedException {
        for (int i = 0; i < window.size() && next.isEmpty(); i++) {
            Reply reply = replies.get(i);
            boolean full = limit > 0 && size() >= limit;
            if (full) {
                next = Optional.of(new FleetContinue(read, window.get(i), ""));
                return;
            }
            if (reply instanceof Reply.Found found
                    && limit > 0
                    && Provenance.items(found.tree()).size() > limit - size()) {
                reply = members.ask(window.get(i), page(window.get(i), begin));
            }
            add(reply);
        }
        boolean more = !window.getLast().equals(all.getLast());
        if (next.isEmpty() && more && limit > 0 && size() >= limit) {
            next = Optional.of(new FleetContinue(read, all.get(all.indexOf(window.getLast()) + 1), ""));
        }
    }

    private void add(Reply reply) {
        switch (reply) {
            case Reply.Found found -> add(found);
            case Reply.Away gone -> away.add(gone);
            case Reply.Refused refused -> {
                if (refused.code() == 410) {
                    throw StatusError.expired(refused.message()).exception();
                }
                refusals.add(refused);
            }
        }
    }

    private void add(Reply.Found found) {
        ObjectNode tree = found.tree();
        String own = tree.path("metadata").path("continue").asString("");
        Provenance.mark(tree, found.cluster());
        read = read.with(
                found.cluster(), tree.path("metadata").path("resourceVersion").asString(""));
        if (list.isEmpty()) {
            list = Optional.of(tree);
        } else {
            if (Provenance.isTable(list.get())) {
                Provenance.align(tree, list.get().withArray("columnDefinitions"));
            }
            ArrayNode into = Provenance.items(list.get());
            Provenance.items(tree).forEach(into::add);
        }
        if (!own.isEmpty()) {
            next = Optional.of(new FleetContinue(read, found.cluster(), own));
        }
    }

    private int size() {
        return list.map(Provenance::items).map(ArrayNode::size).orElse(0);
    }

    private ApiResponse response() {
        Absence absence = new Absence(refusals, away);
        if (list.isEmpty() && !question.clusters().isEmpty()) {
            return absence.instead();
        }
        ObjectNode result = list.orElseGet(
                () -> ObjectJson.mapper().createObjectNode().put("kind", "List").put("apiVersion", "v1"));
        Provenance.items(result);
        ObjectNode metadata = result.putObject("metadata");
        metadata.put("resourceVersion", read.text());
        next.ifPresent(from -> metadata.put("continue", from.text()));
        byte[] body = ObjectJson.mapper().writeValueAsBytes(result);
        if (body.length > BYTES_MAX) {
            throw StatusError.badRequest("the fleet's answer is too large; ask for pages with limit")
                    .exception();
        }
        warnings.addAll(absence.warnings());
        return ApiResponse.json(200, body).withWarnings(warnings);
    }
}
