package dev.flotilla.e2e.differential;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.e2e.member.Api;
import dev.flotilla.e2e.member.Yaml;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes sessions, each of its seed alone. */
final class Sessions {
    private static final int STEPS_MIN = 4;
    private static final int STEPS_MAX = 10;
    private static final List<String> MANAGERS = List.of("alpha", "beta", "gamma", "kubectl");
    private static final JsonNode NOTHING = ObjectJson.mapper().createObjectNode();

    private final Chance chance;
    private final Tested kind;
    private final Patches patches;

    private Sessions(Chance chance) {
        this.chance = chance;
        this.kind = chance.of(Kinds.WEIGHED);
        this.patches = new Patches(chance);
    }

    static Session of(long seed) {
        return new Sessions(new Chance(seed)).make(seed);
    }

    private Session make(long seed) {
        List<Step> steps = new ArrayList<>();
        steps.add(chance.percent(65) ? apply("").ofAnyVersion() : create());
        int more = STEPS_MIN + chance.below(STEPS_MAX - STEPS_MIN);
        for (int i = 0; i < more; i++) {
            steps.add(next());
        }
        return new Session(seed, kind, steps);
    }

    private Step next() {
        int dice = chance.below(100);
        if (dice < 38) {
            return apply("");
        }
        if (dice < 62) {
            return kind.custom() ? merge("") : strategic("");
        }
        if (dice < 70) {
            return merge("");
        }
        if (dice < 76) {
            return jsonPatch();
        }
        if (dice < 82) {
            return replacement();
        }
        if (dice < 90 && kind.hasStatus()) {
            return status();
        }
        if (dice < 95 && kind.scales()) {
            return scale();
        }
        if (dice < 97) {
            return disown();
        }
        return dice == 97 ? create() : dice == 98 ? delete() : apply("");
    }

    private Step create() {
        return new Step("POST", "", query(options()), Api.JSON, document(), false);
    }

    private Step apply(String subresource) {
        ObjectNode body = subresource.isEmpty() ? document() : kind.statusDocument(chance);
        if (chance.percent(40)) {
            patches.thin(body);
        }
        List<String> options = new ArrayList<>(options());
        options.removeIf(option -> option.startsWith("fieldManager"));
        if (!chance.percent(1)) {
            options.add("fieldManager=" + chance.of(MANAGERS));
        }
        if (chance.percent(35)) {
            options.add("force=true");
        }
        return new Step("PATCH", subresource, query(options), Api.APPLY, body, chance.percent(3));
    }

    private Step strategic(String subresource) {
        ObjectNode body = patches.strategic(source(subresource));
        return new Step("PATCH", subresource, query(options()), Api.STRATEGIC, body, chance.percent(3));
    }

    private Step merge(String subresource) {
        ObjectNode body = patches.merge(source(subresource));
        return new Step("PATCH", subresource, query(options()), Api.MERGE, body, chance.percent(3));
    }

    private Step jsonPatch() {
        return new Step("PATCH", "", query(options()), Api.JSON_PATCH, patches.json(document()), false);
    }

    private Step replacement() {
        return new Step("PUT", "", query(options()), Api.JSON, document(), chance.percent(70));
    }

    private Step status() {
        return switch (chance.below(4)) {
            case 0 -> apply("/status");
            case 1 -> merge("/status");
            case 2 -> kind.custom() ? merge("/status") : strategic("/status");
            default -> new Step("PUT", "/status", query(options()), Api.JSON, kind.statusDocument(chance), true);
        };
    }

    private Step scale() {
        int replicas = chance.below(4);
        if (chance.percent(50)) {
            ObjectNode body = Yaml.object("{spec: {replicas: %s}}", replicas);
            return new Step("PATCH", "/scale", query(options()), Api.MERGE, body, false);
        }
        ObjectNode body = Yaml.object(
                "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: NAME}, spec: {replicas: %s}}", replicas);
        return new Step("PUT", "/scale", query(options()), Api.JSON, body, chance.percent(50));
    }

    private Step disown() {
        String none = chance.percent(50) ? "[{}]" : "[]";
        return new Step(
                "PATCH", "", query(options()), Api.MERGE, Yaml.object("{metadata: {managedFields: %s}}", none), false);
    }

    private Step delete() {
        return new Step("DELETE", "", "", Api.JSON, NOTHING, false);
    }

    private ObjectNode document() {
        ObjectNode document = kind.document(chance);
        if (kind.hasStatus() && chance.percent(5)) {
            document.set("status", kind.status().make(chance));
        }
        if (chance.percent(8)) {
            patches.spoil(document);
        }
        return document;
    }

    private ObjectNode source(String subresource) {
        return subresource.isEmpty() ? kind.document(chance) : kind.statusDocument(chance);
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        if (chance.percent(80)) {
            options.add("fieldManager=" + chance.of(MANAGERS));
        }
        if (chance.percent(4)) {
            options.add("dryRun=All");
        }
        if (chance.percent(12)) {
            options.add("fieldValidation=" + chance.of(List.of("Ignore", "Warn", "Strict")));
        }
        return options;
    }

    private static String query(List<String> options) {
        return options.isEmpty() ? "" : "?" + String.join("&", options);
    }
}
