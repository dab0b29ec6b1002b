package dev.flotilla.api.schema.defaults;

import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The smaller groups: RBAC, networking, storage, admission, discovery, scheduling, flow control, CRDs. */
final class ClusterDefaults {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final int HTTPS = 443;

    private ClusterDefaults() {}

    static void register(BiConsumer<String, Consumer<ObjectNode>> rules) {
        rbac(rules);
        networking(rules);
        storage(rules);
        admission(rules);
        flowControl(rules);
        extensions(rules);
        rules.accept("io.k8s.api.discovery.v1.EndpointPort", port -> {
            Tree.absent(port, "name", "");
            Tree.absent(port, "protocol", "TCP");
        });
        rules.accept(
                "io.k8s.api.scheduling.v1.PriorityClass",
                priority -> Tree.absent(priority, "preemptionPolicy", "PreemptLowerPriority"));
        rules.accept(
                "io.k8s.api.authentication.v1.TokenRequestSpec", spec -> Tree.absent(spec, "expirationSeconds", 3600));
    }

    private static void rbac(BiConsumer<String, Consumer<ObjectNode>> rules) {
        for (String kind : List.of("RoleBinding", "ClusterRoleBinding")) {
            rules.accept(
                    "io.k8s.api.rbac.v1." + kind,
                    binding -> Tree.text(Tree.child(binding, "roleRef"), "apiGroup", RBAC));
        }
        rules.accept("io.k8s.api.rbac.v1.Subject", subject -> {
            String kind = Tree.text(subject, "kind");
            if (kind.equals("User") || kind.equals("Group")) {
                Tree.text(subject, "apiGroup", RBAC);
            }
        });
    }

    private static void networking(BiConsumer<String, Consumer<ObjectNode>> rules) {
        String group = "io.k8s.api.networking.v1.";
        rules.accept(group + "NetworkPolicyPort", port -> Tree.absent(port, "protocol", "TCP"));
        rules.accept(group + "NetworkPolicy", policy -> {
            ObjectNode spec = Tree.child(policy, "spec");
            if (spec.path("policyTypes").isEmpty()) {
                ArrayNode types = spec.putArray("policyTypes").add("Ingress");
                if (!spec.path("egress").isEmpty()) {
                    types.add("Egress");
                }
            }
        });
        rules.accept(
                group + "IngressClassParametersReference", reference -> Tree.absent(reference, "scope", "Cluster"));
    }

    private static void storage(BiConsumer<String, Consumer<ObjectNode>> rules) {
        rules.accept("io.k8s.api.storage.v1.StorageClass", type -> {
            Tree.absent(type, "reclaimPolicy", "Delete");
            Tree.absent(type, "volumeBindingMode", "Immediate");
        });
        rules.accept("io.k8s.api.storage.v1.CSIDriverSpec", driver -> {
            Tree.absent(driver, "attachRequired", true);
            Tree.absent(driver, "podInfoOnMount", false);
            Tree.absent(driver, "storageCapacity", false);
            Tree.absent(driver, "fsGroupPolicy", "ReadWriteOnceWithFSType");
            Tree.absent(driver, "requiresRepublish", false);
            Tree.absent(driver, "seLinuxMount", false);
            if (driver.path("volumeLifecycleModes").isEmpty()) {
                driver.putArray("volumeLifecycleModes").add("Persistent");
            }
        });
    }

    private static void admission(BiConsumer<String, Consumer<ObjectNode>> rules) {
        String group = "io.k8s.api.admissionregistration.v1.";
        rules.accept(group + "ValidatingWebhook", ClusterDefaults::webhook);
        rules.accept(group + "MutatingWebhook", webhook -> {
            webhook(webhook);
            Tree.absent(webhook, "reinvocationPolicy", "Never");
        });
        rules.accept(group + "RuleWithOperations", rule -> Tree.absent(rule, "scope", "*"));
        rules.accept(group + "NamedRuleWithOperations", rule -> Tree.absent(rule, "scope", "*"));
        rules.accept(group + "ServiceReference", service -> Tree.absent(service, "port", HTTPS));
        rules.accept(group + "ValidatingAdmissionPolicySpec", spec -> Tree.absent(spec, "failurePolicy", "Fail"));
        rules.accept(group + "MutatingAdmissionPolicySpec", spec -> Tree.absent(spec, "failurePolicy", "Fail"));
        rules.accept(group + "MatchResources", match -> {
            Tree.absent(match, "matchPolicy", "Equivalent");
            Tree.emptyObject(match, "namespaceSelector");
            Tree.emptyObject(match, "objectSelector");
        });
    }

    private static void webhook(ObjectNode webhook) {
        Tree.absent(webhook, "failurePolicy", "Fail");
        Tree.absent(webhook, "matchPolicy", "Equivalent");
        Tree.emptyObject(webhook, "namespaceSelector");
        Tree.emptyObject(webhook, "objectSelector");
        Tree.absent(webhook, "timeoutSeconds", 10);
    }

    private static void flowControl(BiConsumer<String, Consumer<ObjectNode>> rules) {
        String group = "io.k8s.api.flowcontrol.v1.";
        rules.accept(group + "FlowSchemaSpec", spec -> Tree.number(spec, "matchingPrecedence", 1000));
        rules.accept(group + "ExemptPriorityLevelConfiguration", level -> {
            Tree.absent(level, "nominalConcurrencyShares", 0);
            Tree.absent(level, "lendablePercent", 0);
        });
        rules.accept(group + "LimitedPriorityLevelConfiguration", level -> {
            Tree.absent(level, "nominalConcurrencyShares", 30);
            Tree.absent(level, "lendablePercent", 0);
        });
        rules.accept(group + "QueuingConfiguration", queues -> {
            Tree.number(queues, "handSize", 8);
            Tree.number(queues, "queues", 64);
            Tree.number(queues, "queueLengthLimit", 50);
        });
    }

    private static void extensions(BiConsumer<String, Consumer<ObjectNode>> rules) {
        String group = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
        rules.accept(group + "CustomResourceDefinition", ClusterDefaults::storedVersions);
        rules.accept(group + "CustomResourceDefinitionSpec", spec -> {
            ObjectNode names = Tree.child(spec, "names");
            String kind = Tree.text(names, "kind");
            Tree.text(names, "singular", kind.toLowerCase(Locale.ROOT));
            if (!kind.isEmpty()) {
                Tree.text(names, "listKind", kind + "List");
            }
            if (Tree.isZero(spec, "conversion", true)) {
                spec.putObject("conversion").put("strategy", "None");
            }
        });
        rules.accept(group + "ServiceReference", service -> Tree.absent(service, "port", HTTPS));
        rules.accept(
                "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference",
                service -> Tree.absent(service, "port", HTTPS));
    }

    private static void storedVersions(ObjectNode definition) {
        ObjectNode status = Tree.child(definition, "status");
        if (!status.path("storedVersions").isEmpty()) {
            return;
        }
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (version.path("storage").asBoolean(false)) {
                status.putArray("storedVersions").add(version.path("name").asString(""));
                return;
            }
        }
    }
}
