package dev.flotilla.api.schema.validation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A pod's volumes. */
final class VolumeRules {
    private final Checks checks;

    VolumeRules(Checks checks) {
        this.checks = checks;
    }

    /** The names that containers may mount: those of volumes that are as they should be. */
    Set<String> check(String field, JsonNode volumes) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < volumes.size(); i++) {
            String at = field + "[" + i + "]";
            JsonNode volume = volumes.get(i);
            String name = volume.path("name").asString("");
            int before = checks.count();
            if (name.isEmpty()) {
                checks.required(at + ".name");
            } else {
                checks.invalid(at + ".name", name, Names.dnsLabel(name));
            }
            if (names.contains(name)) {
                checks.duplicate(at + ".name", name);
            }
            source(at, volume);
            if (checks.count() == before) {
                names.add(name);
            }
        }
        return names;
    }

    private void source(String field, JsonNode volume) {
        int given = 0;
        for (String kind : kinds(volume)) {
            given++;
            if (given > 1) {
                checks.forbidden(field + "." + kind, "may not specify more than 1 volume type");
            } else {
                required(field + "." + kind, kind, volume.path(kind));
            }
        }
        if (given == 0) {
            checks.required(field, "must specify a volume type");
        }
    }

    /** The empty directory comes first, as Kubernetes asks for it first. */
    private static List<String> kinds(JsonNode volume) {
        List<String> kinds = new ArrayList<>();
        for (Map.Entry<String, JsonNode> source : volume.properties()) {
            if (source.getValue().isObject()) {
                kinds.add(source.getKey().equals("emptyDir") ? 0 : kinds.size(), source.getKey());
            }
        }
        return kinds;
    }

    private void required(String field, String kind, JsonNode source) {
        switch (kind) {
            case "emptyDir" -> {
                if (source.path("sizeLimit").asString("").startsWith("-")) {
                    checks.forbidden(field + ".sizeLimit", "SizeLimit field must be a valid resource quantity");
                }
            }
            case "secret" -> {
                checks.requiredText(field + ".secretName", source.path("secretName"));
                items(field + ".items", source.path("items"));
            }
            case "configMap" -> {
                checks.requiredText(field + ".name", source.path("name"));
                items(field + ".items", source.path("items"));
            }
            case "hostPath" -> checks.requiredText(field + ".path", source.path("path"));
            case "persistentVolumeClaim" -> checks.requiredText(field + ".claimName", source.path("claimName"));
            case "nfs" -> {
                checks.requiredText(field + ".server", source.path("server"));
                checks.requiredText(field + ".path", source.path("path"));
            }
            case "csi" -> checks.requiredText(field + ".driver", source.path("driver"));
            default -> {
                // Members check the rarer kinds themselves.
            }
        }
    }

    private void items(String field, JsonNode items) {
        for (int i = 0; i < items.size(); i++) {
            checks.requiredText(field + "[" + i + "].key", items.get(i).path("key"));
            checks.requiredText(field + "[" + i + "].path", items.get(i).path("path"));
        }
    }
}
