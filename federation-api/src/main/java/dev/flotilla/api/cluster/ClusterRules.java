package dev.flotilla.api.cluster;

import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.selector.LabelSyntax;
import dev.flotilla.api.status.FieldError;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and checks of Cluster. */
public final class ClusterRules implements KindRules {
    public static final KindRules RULES = new ClusterRules();
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern PROXY = Pattern.compile("(http|https|socks5)://.+");
    private static final int NAME_LENGTH_MAX = 48;
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private ClusterRules() {}

    @Override
    public void mutate(ObjectNode cluster, Optional<ObjectNode> old, WriteContext context) {
        if (!(cluster.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        if (spec.path("syncMode").asString("").isEmpty()) {
            spec.put("syncMode", "Push");
        }
        String zone = spec.path("zone").asString("");
        if (!zone.isEmpty() && spec.path("zones").isEmpty()) {
            spec.putArray("zones").add(zone);
            spec.remove("zone");
        }
        if (old.isEmpty() && spec.path("resourceModels").isEmpty()) {
            spec.set("resourceModels", ResourceModels.standard());
        }
        for (JsonNode taint : spec.path("taints")) {
            if (taint instanceof ObjectNode fields
                    && taint.path("effect").asString("").equals(Taint.NO_EXECUTE)
                    && !taint.hasNonNull("timeAdded")) {
                fields.put(
                        "timeAdded",
                        context.now().truncatedTo(ChronoUnit.SECONDS).toString());
            }
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode cluster, Optional<ObjectNode> old) {
        List<FieldError> errors = new ArrayList<>();
        ClusterSpec spec = ClusterSpec.of(cluster);
        String name = cluster.path("metadata").path("name").asString("");
        if (name.length() > NAME_LENGTH_MAX || !NAME.matcher(name).matches()) {
            errors.add(FieldError.invalid(
                    "metadata.name",
                    "\"" + name + "\"",
                    "a cluster's name must be a DNS-1123 label of at most " + NAME_LENGTH_MAX + " characters"));
        }
        if (!spec.proxyURL().isEmpty() && !PROXY.matcher(spec.proxyURL()).matches()) {
            errors.add(FieldError.invalid(
                    "spec.proxyURL", "\"" + spec.proxyURL() + "\"", "must begin with http://, https:// or socks5://"));
        }
        if (!spec.zone().isEmpty() && !spec.zones().isEmpty()) {
            errors.add(FieldError.invalid(
                    "spec.zone", "\"" + spec.zone() + "\"", "zone and zones can not be set together; use zones"));
        }
        taints(spec.taints(), errors);
        ResourceModels.check(spec.resourceModels(), "spec.resourceModels", errors);
        return errors;
    }

    private static void taints(List<Taint> taints, List<FieldError> errors) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < taints.size(); index++) {
            Taint taint = taints.get(index);
            String at = "spec.taints[" + index + "]";
            if (!LabelSyntax.isKey(taint.key())) {
                errors.add(FieldError.invalid(at + ".key", "\"" + taint.key() + "\"", "must be a qualified name"));
            }
            if (!LabelSyntax.isValue(taint.value())) {
                errors.add(FieldError.invalid(at + ".value", "\"" + taint.value() + "\"", "not a valid label value"));
            }
            if (!EFFECTS.contains(taint.effect())) {
                errors.add(FieldError.notSupported(at + ".effect", taint.effect(), EFFECTS));
            }
            if (!seen.add(taint.key() + ":" + taint.effect())) {
                errors.add(FieldError.duplicate(at, "\"" + taint + "\""));
            }
        }
    }
}
