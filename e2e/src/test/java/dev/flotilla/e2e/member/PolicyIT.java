package dev.flotilla.e2e.member;

import dev.flotilla.e2e.conformance.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** ValidatingAdmissionPolicies; every line is what a real kube-apiserver says. */
@MemberContract
@Section("admission")
record PolicyIT(Member member) {
    private static Transcript transcript(Namespace in) {
        return new Transcript().hiding(in.name(), "NAMESPACE");
    }

    @Test
    void evaluatesExpressions() {
        Map<String, String> expressions = new LinkedHashMap<>();
        expressions.put("holds", "object.data.a == '1'");
        expressions.put("fails", "object.data.a == '2'");
        expressions.put("errs", "object.data.none == '2'");
        expressions.put("err-beside-truth", "object.data.none == '2' || true");
        expressions.put("old-object", "oldObject == null");
        expressions.put("has", "has(object.data.none)");
        expressions.put(
                "request",
                "request.operation == 'CREATE' && request.kind.kind == 'ConfigMap' && request.resource.resource"
                        + " == 'configmaps' && request.name == 'request' && !request.dryRun && request.subResource == ''");
        expressions.put("request-options", "request.options.kind == 'CreateOptions'");
        expressions.put("namespace-object", "namespaceObject.metadata.name == request.namespace");
        expressions.put(
                "namespace-labels", "namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == 'other'");
        expressions.put("user", "'system:masters' in request.userInfo.groups");
        expressions.put(
                "authorizer", "authorizer.group('').resource('configmaps').namespace('a').check('create').allowed()");
        expressions.put(
                "authorizer-denies", "authorizer.serviceAccount('a', 'b').path('/healthy').check('get').allowed()");
        expressions.put(
                "authorizer-reason",
                "authorizer.serviceAccount('a', 'b').path('/healthy').check('get').reason() == ''");
        expressions.put("request-resource", "authorizer.requestResource.check('get').allowed()");
        expressions.put("quantity", "quantity(object.data.a).isGreaterThan(quantity('500m'))");
        expressions.put("bad-quantity", "quantity(object.data.b).isGreaterThan(quantity('500m'))");
        expressions.put("lists", "['a', 'b'].all(each, each in object.data)");
        expressions.put("url", "url('https://' + object.data.b + '/x').getHost() == 'word'");
        expressions.put("index", "object.data.b.split('o')[5] == ''");
        expressions.put("division", "1 / (size(object.data) - 2) == 1");
        expressions.put("optional", "object.data[?'none'].orValue('else') == 'else'");
        expressions.put("format", "!format.dns1123Label().validate(object.data.b).hasValue()");
        expressions.put("null-field", "oldObject.data.a == '1'");
        expressions.put("null-has", "has(oldObject.data)");
        expressions.put("null-index", "oldObject['data'] == '1'");
        expressions.put("null-optional", "oldObject.?data.hasValue()");
        expressions.put("string-field", "object.data.a.b == '1'");
        expressions.put("string-has", "has(object.data.a.b)");
        expressions.put("string-index", "object.data.a[0] == '1'");
        expressions.put("several-lines", "object.data.a == '2' &&\n  object.data.b == '3'");
        Namespace in = Namespace.in(member);
        try (PolicyScene scene = new PolicyScene(in)) {
            expressions.forEach(scene::denying);
            scene.installed();
            Transcript said = transcript(in);
            expressions.keySet().forEach(name -> said.answer(name, scene.create(name, "{a: '1', b: word}")));
            said.check(member, "policy-expressions.txt");
        }
    }

    private static Map<String, String> wholePolicies() {
        Map<String, String> specs = new LinkedHashMap<>();
        specs.put("message", "{validations: [{expression: 'false', message: 'take care: é'}]}");
        specs.put("long-message", "{validations: [{expression: 'false', message: '" + "x".repeat(300) + "'}]}");
        specs.put(
                "message-expression",
                "{validations: [{expression: 'false', messageExpression: \"'has ' + object.data.a\","
                        + " message: plain}]}");
        specs.put(
                "message-expression-errs",
                "{validations: [{expression: 'false', messageExpression: 'string(object.data.none)',"
                        + " message: plain}]}");
        specs.put(
                "message-expression-errs-alone",
                "{validations: [{expression: 'false', messageExpression: 'string(object.data.none)'}]}");
        specs.put(
                "message-expression-empty",
                "{validations: [{expression: 'false', messageExpression: \"'  '\", message: plain}]}");
        specs.put(
                "message-expression-lines",
                "{validations: [{expression: 'false', messageExpression: \"'a\\\\nb'\", message: plain}]}");
        for (String reason : List.of("Forbidden", "Invalid", "RequestEntityTooLarge")) {
            specs.put(
                    "reason-" + reason.toLowerCase(java.util.Locale.ROOT),
                    "{validations: [{expression: 'false', reason: " + reason + "}]}");
        }
        specs.put(
                "variables",
                "{variables: [{name: a, expression: object.data.a}, {name: b, expression: variables.a + '0'}],"
                        + " validations: [{expression: \"variables.b == '11'\", messageExpression: \"'b is ' + variables.b\"}]}");
        specs.put(
                "unused-variable-errs",
                "{variables: [{name: a, expression: object.data.none}], validations:" + " [{expression: 'true'}]}");
        specs.put(
                "variable-errs",
                "{variables: [{name: a, expression: object.data.none}], validations:"
                        + " [{expression: \"variables.a == '1'\"}]}");
        specs.put("ignored-error", "{failurePolicy: Ignore, validations: [{expression: \"object.data.none == '1'\"}]}");
        specs.put("ignored-refusal", "{failurePolicy: Ignore, validations: [{expression: 'false'}]}");
        specs.put(
                "two-fail",
                "{validations: [{expression: 'false', message: first}, {expression: 'false', message: second}]}");
        specs.put(
                "condition-holds",
                "{matchConditions: [{name: one, expression: \"has(object.data.a)\"}], validations:"
                        + " [{expression: 'false'}]}");
        specs.put(
                "condition-does-not",
                "{matchConditions: [{name: one, expression: 'true'}, {name: two, expression:"
                        + " \"request.operation == 'DELETE'\"}], validations: [{expression: 'false'}]}");
        specs.put(
                "condition-errs",
                "{matchConditions: [{name: one, expression: \"object.data.none == '1'\"}], validations:"
                        + " [{expression: 'false'}]}");
        specs.put(
                "condition-errs-ignored",
                "{failurePolicy: Ignore, matchConditions: [{name: one, expression:"
                        + " \"object.data.none == '1'\"}], validations: [{expression: 'false'}]}");
        specs.put(
                "condition-errs-beside-false",
                "{matchConditions: [{name: one, expression: \"object.data.none == '1'\"},"
                        + " {name: two, expression: 'false'}], validations: [{expression: 'false'}]}");
        specs.put("annotation", "{auditAnnotations: [{key: seen, valueExpression: \"'a is ' + object.data.a\"}]}");
        specs.put("annotation-errs", "{auditAnnotations: [{key: seen, valueExpression: string(object.data.none)}]}");
        specs.put(
                "annotation-errs-ignored",
                "{failurePolicy: Ignore, auditAnnotations: [{key: seen, valueExpression:"
                        + " string(object.data.none)}]}");
        return specs;
    }

    @Test
    void judgesByWholePolicies() {
        Namespace in = Namespace.in(member);
        try (PolicyScene scene = new PolicyScene(in)) {
            wholePolicies().forEach((name, spec) -> scene.denying(name, Yaml.object(spec)));
            scene.installed();
            Transcript said = transcript(in);
            wholePolicies()
                    .keySet()
                    .forEach(name -> said.answer(name, scene.create(name, "{a: '1'}"), "/details/kind"));
            said.check(member, "policy-wholes.txt");
        }
    }

    @Test
    void actsAsItsBindingsSay() {
        Namespace in = Namespace.in(member);
        try (PolicyScene scene = new PolicyScene(in)) {
            ObjectNode never = Yaml.object("{validations: [{expression: 'false', message: take care}]}");
            scene.bound("warns", never, "{validationActions: [Warn]}");
            scene.bound(
                    "warns-of-two",
                    Yaml.object("{validations: [{expression: 'false', message: 'the \"first\"'},"
                            + " {expression: 'false', message: second}]}"),
                    "{validationActions: [Warn]}");
            scene.bound("audits", never, "{validationActions: [Audit]}");
            scene.bound("denies-and-audits", never, "{validationActions: [Audit, Deny]}");
            scene.bound("warns-and-audits", never, "{validationActions: [Audit, Warn]}");
            scene.bound(
                    "warns-of-errors",
                    Yaml.object("{validations: [{expression: \"object.data.none == '1'\"}]}"),
                    "{validationActions: [Warn]}");
            scene.bound("bound-twice", never, "{validationActions: [Warn]}")
                    .binding("bound-twice-more", "bound-twice", "{validationActions: [Deny]}");
            scene.bound(
                    "bound-elsewhere",
                    never,
                    "{validationActions: [Deny], matchResources: {namespaceSelector:"
                            + " {matchLabels: {kubernetes.io/metadata.name: elsewhere}}}}");
            scene.bound(
                    "bound-to-others",
                    never,
                    "{validationActions: [Deny], matchResources: {resourceRules:"
                            + " [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [secrets]}]}}");
            scene.bound(
                    "bound-to-names",
                    never,
                    "{validationActions: [Deny], matchResources: {resourceRules:"
                            + " [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps],"
                            + " resourceNames: [bound-to-names]}]}}");
            scene.bound(
                    "bound-but-excluded",
                    never,
                    "{validationActions: [Deny], matchResources: {excludeResourceRules:"
                            + " [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]}}");
            List<String> names = scene.names();
            scene.installed();
            Transcript said = transcript(in);
            names.forEach(name -> said.answer(name, scene.create(name, "{a: '1'}")));
            said.check(member, "policy-bindings.txt");
        }
    }

    @Test
    void readsParameters() {
        Namespace in = Namespace.in(member);
        for (String each : List.of("1", "2", "3")) {
            in.api()
                    .create(
                            in.core("configmaps"),
                            Yaml.object(
                                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: limit-%1$s,"
                                            + " labels: {limits: 'yes', odd: '%2$s'}}, data: {least: '%1$s'}}",
                                    each, each.equals("2") ? "no" : "yes"))
                    .expect(201);
        }
        try (PolicyScene scene = new PolicyScene(in)) {
            ObjectNode spec = Yaml.object("{paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression:"
                    + " 'int(object.data.a) >= int(params.data.least)', messageExpression:"
                    + " \"'at least ' + params.data.least\"}]}");
            String binding = "{validationActions: [Deny], paramRef: {%s}}";
            Map<String, String> references = new LinkedHashMap<>();
            references.put("by-name", "name: limit-2, parameterNotFoundAction: Deny");
            references.put(
                    "by-name-and-namespace",
                    "name: limit-3, namespace: " + in.name() + ", parameterNotFoundAction: Deny");
            references.put("satisfied", "name: limit-1, parameterNotFoundAction: Deny");
            references.put("not-there", "name: limit-9, parameterNotFoundAction: Deny");
            references.put("not-there-allowed", "name: limit-9, parameterNotFoundAction: Allow");
            references.put("by-selector", "selector: {matchLabels: {odd: 'no'}}, parameterNotFoundAction: Deny");
            references.put("by-selector-none", "selector: {matchLabels: {odd: maybe}}, parameterNotFoundAction: Deny");
            references.put("elsewhere", "name: limit-2, namespace: default, parameterNotFoundAction: Deny");
            references.forEach((name, reference) -> scene.bound(name, spec, binding.formatted(reference)));
            scene.bound("no-reference", spec, "{validationActions: [Deny]}");
            scene.bound(
                    "no-reference-ignored",
                    spec.deepCopy().put("failurePolicy", "Ignore"),
                    "{validationActions: [Deny]}");
            scene.denying(
                    "null-params",
                    Yaml.object("{paramKind: {apiVersion: v1, kind: ConfigMap}, validations:"
                            + " [{expression: params == null}]}"));
            List<String> names = scene.names();
            scene.installed();
            Transcript said = transcript(in);
            names.forEach(name -> said.answer(name, scene.create(name, "{a: '1'}")));
            said.check(member, "policy-params.txt");
        }
    }

    @Test
    void judgesEveryOperation() {
        Namespace in = Namespace.in(member);
        try (PolicyScene scene = new PolicyScene(in)) {
            scene.denying("changes", "request.operation != 'UPDATE' || object.data.a == oldObject.data.a");
            scene.denying("stays", "request.operation != 'DELETE' || oldObject.data.a == 'free'");
            scene.denying("deleted", "request.operation != 'DELETE' || object == null");
            scene.installed();
            Api api = in.api();
            Transcript said = transcript(in);
            for (String name : List.of("changes", "stays", "deleted")) {
                said.answer(name, scene.create(name, "{a: '1'}"));
            }
            said.answer("update", api.patch(in.core("configmaps/changes"), Api.MERGE, "{\"data\":{\"a\":\"2\"}}"));
            said.answer(
                    "other update", api.patch(in.core("configmaps/changes"), Api.MERGE, "{\"data\":{\"b\":\"2\"}}"));
            said.answer(
                    "apply",
                    api.apply(
                            in.core("configmaps/changes?fieldManager=me&force=true"),
                            Yaml.object(
                                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: changes}, data: {a: '3'}}")));
            said.answer(
                    "out of reach",
                    api.patch(
                            in.core("configmaps/changes"),
                            Api.MERGE,
                            "{\"metadata\":{\"labels\":null},\"data\":{\"a\":\"2\"}}"));
            said.answer("delete", api.delete(in.core("configmaps/stays")));
            said.answer("dry delete", api.delete(in.core("configmaps/stays?dryRun=All")));
            said.answer("delete all", api.delete(in.core("configmaps?labelSelector=case=stays")));
            said.answer("delete the other", api.delete(in.core("configmaps/deleted")));
            said.check(member, "policy-operations.txt");
        }
    }

    @Test
    void refusesPoliciesInKubernetesWords() {
        Namespace in = Namespace.in(member);
        try (PolicyScene scene = new PolicyScene(in)) {
            Transcript said = transcript(in);
            for (String more : List.of(
                    "validations: []",
                    "validations: [{expression: ''}]",
                    "validations: [{expression: nobody}]",
                    "validations: [{expression: '1 +'}]",
                    "validations: [{expression: '1 + 1'}]",
                    "validations: [{expression: object.data.a}]",
                    "validations: [{expression: '[1, 2]'}]",
                    "matchConditions: [{name: a, expression: '{''a'': 1}'}]",
                    "validations: [{expression: 'true', message: \"a\\nb\"}]",
                    "validations: [{expression: 'true', message: ' '}]",
                    "validations: [{expression: 'true', reason: Odd}]",
                    "validations: [{expression: 'true', reason: Unauthorized}]",
                    "validations: [{expression: 'true', messageExpression: '1'}]",
                    "validations: [{expression: 'true', messageExpression: 'nobody'}]",
                    "validations: [{expression: 'params.a'}]",
                    "failurePolicy: Maybe",
                    "paramKind: {apiVersion: '', kind: ''}",
                    "paramKind: {apiVersion: 'a/b/c', kind: X}",
                    "matchConstraints: null",
                    "matchConstraints: {resourceRules: []}",
                    "matchConstraints: {matchPolicy: Odd, resourceRules: [{apiGroups: [], apiVersions: [v1], operations:"
                            + " [GET], resources: [x]}]}",
                    "matchConditions: [{name: '', expression: ''}]",
                    "matchConditions: [{name: a b, expression: '1'}, {name: a, expression: 'x'}]",
                    "matchConditions: [{name: a, expression: 'true'}, {name: a, expression: 'true'}]",
                    "variables: [{name: a-b, expression: '1'}]",
                    "variables: [{name: a, expression: variables.b}, {name: b, expression: '1'}]",
                    "variables: [{name: a, expression: '1'}, {name: a, expression: '2'}]",
                    "variables: [{name: '', expression: ''}]",
                    "auditAnnotations: [{key: 'a b', valueExpression: '1'}]",
                    "auditAnnotations: [{key: a, valueExpression: ''}, {key: a, valueExpression: \"'1'\"}]",
                    "validations: null")) {
                said.answer(
                        more,
                        scene.tried(
                                "bad",
                                Yaml.object("{validations: [{expression: 'false'}]}")
                                        .setAll(Yaml.object("{" + more + "}"))));
            }
            for (String spec : List.of(
                    "{}",
                    "{policyName: a}",
                    "{policyName: a, validationActions: [Deny, Deny]}",
                    "{policyName: a, validationActions: [Deny, Warn]}",
                    "{policyName: a, validationActions: [Odd]}",
                    "{policyName: 'A B', validationActions: [Deny]}",
                    "{policyName: a, validationActions: [Deny], paramRef: {}}",
                    "{policyName: a, validationActions: [Deny], paramRef: {name: a, selector: {}, parameterNotFoundAction: Odd}}",
                    "{policyName: a, validationActions: [Deny], paramRef: {name: a, namespace: 'A B', parameterNotFoundAction: Deny}}",
                    "{policyName: a, validationActions: [Deny], matchResources: {matchPolicy: Odd}}")) {
                said.answer("binding " + spec, scene.triedBinding("bad", spec));
            }
            said.check(member, "policy-refusals.txt");
        }
    }
}
