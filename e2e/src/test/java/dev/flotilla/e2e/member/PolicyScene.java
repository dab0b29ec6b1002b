package dev.flotilla.e2e.member;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** ValidatingAdmissionPolicies and their bindings of one test, each for the ConfigMaps of one label and namespace. */
final class PolicyScene implements AutoCloseable {
    private static final String POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    private static final String BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
    private static final String DENY = "{validationActions: [Deny]}";

    private final Namespace in;
    private final List<String> made = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    PolicyScene(Namespace in) {
        this.in = in;
    }

    /** One that denies what does not satisfy the expression. */
    PolicyScene denying(String name, String expression) {
        ObjectNode spec = Yaml.object("{validations: [{}]}");
        ((ObjectNode) spec.at("/validations/0")).put("expression", expression);
        return bound(name, spec, DENY);
    }

    PolicyScene denying(String name, ObjectNode spec) {
        return bound(name, spec, DENY);
    }

    /** @param binding fields of its spec beside the name of the policy */
    PolicyScene bound(String name, ObjectNode spec, String binding) {
        in.api().create(POLICIES, policy(name, spec)).expect(201);
        made.add(POLICIES + "/" + full(name));
        names.add(name);
        return binding(name, name, binding);
    }

    /** One more binding of a policy. */
    PolicyScene binding(String name, String policy, String spec) {
        ObjectNode binding = Yaml.object(
                "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding,"
                        + " metadata: {name: %s}, spec: {policyName: %s}}",
                full(name), full(policy));
        binding.withObject("/spec").setAll(Yaml.object(spec));
        in.api().create(BINDINGS, binding).expect(201);
        made.addFirst(BINDINGS + "/" + full(name));
        return this;
    }

    ObjectNode policy(String name, ObjectNode spec) {
        ObjectNode policy = Yaml.object("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}
                    objectSelector: {matchLabels: {case: %3$s}}
                    resourceRules:
                    - {apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [configmaps]}
                """, full(name), in.name(), name);
        policy.withObject("/spec").setAll(spec);
        return policy;
    }

    /** Returns when the server knows all of them: it learns of them in the order in which they were made. */
    PolicyScene installed() {
        denying("probe", "false");
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> create("probe", "{}", "?dryRun=All").code() == 422);
        return this;
    }

    /** A ConfigMap with the label and the name of a case. */
    Answer create(String name, String data) {
        return create(name, data, "");
    }

    private Answer create(String name, String data, String query) {
        ObjectNode object = Yaml.object(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %1$s, labels: {case: %1$s}}, data: %2$s}",
                name, data);
        return in.api().create(in.core("configmaps" + query), object);
    }

    /** The answer to a policy that is tried, and not kept. */
    Answer tried(String name, ObjectNode spec) {
        return in.api().create(POLICIES + "?dryRun=All", policy(name, spec));
    }

    Answer triedBinding(String name, String spec) {
        ObjectNode binding = Yaml.object(
                "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding,"
                        + " metadata: {name: %s}, spec: %s}",
                full(name), spec);
        return in.api().create(BINDINGS + "?dryRun=All", binding);
    }

    List<String> names() {
        return List.copyOf(names);
    }

    String full(String name) {
        return name + "." + in.name();
    }

    @Override
    public void close() {
        made.forEach(in.api()::delete);
    }
}
