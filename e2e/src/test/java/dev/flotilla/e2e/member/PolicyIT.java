package dev.flotilla.e2e.member;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** ValidatingAdmissionPolicies; every line is what a real kube-apiserver says. */
@MemberContract
record PolicyIT(Member member) {
    private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
    private static final String POLICIES = GROUP + "validatingadmissionpolicies";
    private static final String BINDINGS = GROUP + "validatingadmissionpolicybindings";

    /**
     * A policy for objects that bear its name in their label {@code case}.
     *
     * @param spec beside its matchConstraints
     * @param binding beside what it binds
     */
    private record Case(String name, String spec, String binding) {}

    private static Case of(String name, String spec) {
        return new Case(name, spec, "{validationActions: [Deny]}");
    }

    private static Case checks(String name, String expression) {
        return of(name, "{validations: [{expression: \"" + expression + "\"}]}");
    }

    private static final List<Case> CASES = List.of(
            checks("true", "true"),
            checks("false", "false"),
            checks("data", "object.data.a == '1'"),
            checks("data-wrong", "object.data.a == '2'"),
            checks("missing-key", "object.data.none == '2'"),
            checks("missing-key-or", "object.data.none == '2' || true"),
            checks("has", "has(object.data.none)"),
            checks("has-not", "!has(object.data.none)"),
            checks("optional", "object.?data.?none.orValue('x') == 'y'"),
            checks("old", "oldObject == null"),
            checks("not-old", "oldObject != null"),
            checks("name", "object.metadata.name.startsWith('not')"),
            checks("labels", "object.metadata.labels.all(k, k == 'case')"),
            checks("labels-wrong", "object.metadata.labels.exists(k, k == 'other')"),
            checks("operation", "request.operation == 'UPDATE'"),
            checks("kind", "request.kind.kind == 'ConfigMap' && request.kind.version == 'v2'"),
            checks("resource", "request.resource.resource == 'configmaps' && request.resource.group == ''"),
            checks("user", "request.userInfo.username == 'nobody'"),
            checks("groups", "'system:masters' in request.userInfo.groups"),
            checks("dry", "request.dryRun"),
            checks("sub", "request.subResource == ''"),
            checks("ns", "request.namespace == 'other'"),
            checks("namespace", "namespaceObject.metadata.name == request.namespace"),
            checks("namespace-labels", "has(namespaceObject.metadata.labels.none)"),
            checks("authorizer", "authorizer.group('').resource('configmaps').check('create').allowed()"),
            checks("authorizer-own", "!authorizer.requestResource.check('get').allowed()"),
            checks("authorizer-path", "authorizer.path('/healthz').check('get').allowed()"),
            checks(
                    "authorizer-other",
                    "authorizer.serviceAccount('default', 'none').group('apps').resource('deployments')"
                            + ".namespace('x').name('y').check('delete').allowed()"),
            checks("divide", "1 / 0 == 1"),
            checks("type", "object.data.a > 1"),
            checks("regex", "object.data.a.matches('^[2-9]$')"),
            checks("size", "size(object.data) > 5"),
            checks("quantity", "quantity(object.data.a).isLessThan(quantity('500m'))"),
            checks("list", "[1, 2, 3].sum() == 7"),
            checks("url", "url('https://a/b').getHost() == 'c'"),
            checks("dyn", "object.data == {'a': '1'}"),
            checks("spaces", "   object.data.a   ==   '9'   "),
            of("message", "{validations: [{expression: 'false', message: ' said so '}]}"),
            of(
                    "message-expression",
                    "{validations: [{expression: 'false', messageExpression: '\"a is \" + object.data.a'}]}"),
            of(
                    "message-both",
                    "{validations: [{expression: 'false', message: plain, messageExpression: 'object.data.none'}]}"),
            of("message-empty", "{validations: [{expression: 'false', message: plain, messageExpression: '\"  \"'}]}"),
            of("message-lines", "{validations: [{expression: 'false', messageExpression: '\"a\\nb\"'}]}"),
            of("reason-forbidden", "{validations: [{expression: 'false', reason: Forbidden}]}"),
            of("reason-invalid", "{validations: [{expression: 'false', reason: Invalid}]}"),
            of("reason-large", "{validations: [{expression: 'false', reason: RequestEntityTooLarge}]}"),
            of("two", "{validations: [{expression: 'true'}, {expression: 'false'}, {expression: '1 > 2'}]}"),
            of("ignore-error", "{failurePolicy: Ignore, validations: [{expression: 'object.data.none == \"1\"'}]}"),
            of("ignore-false", "{failurePolicy: Ignore, validations: [{expression: 'false'}]}"),
            of(
                    "variables",
                    "{variables: [{name: a, expression: object.data.a}, {name: b, expression: 'variables.a + \"0\"'}],"
                            + " validations: [{expression: 'variables.b == \"11\"', messageExpression: '\"b is \" +"
                            + " variables.b'}]}"),
            of(
                    "variables-error",
                    "{variables: [{name: a, expression: object.data.none}],"
                            + " validations: [{expression: 'variables.a == \"11\"'}]}"),
            of(
                    "variables-unused",
                    "{variables: [{name: a, expression: object.data.none}], validations: [{expression: 'true'}]}"),
            of(
                    "condition-false",
                    "{matchConditions: [{name: never, expression: 'false'}], validations: [{expression: 'false'}]}"),
            of(
                    "condition-true",
                    "{matchConditions: [{name: ever, expression: 'true'}], validations: [{expression: 'false'}]}"),
            of(
                    "condition-error",
                    "{matchConditions: [{name: bad, expression: 'object.data.none == \"1\"'}],"
                            + " validations: [{expression: 'true'}]}"),
            of(
                    "condition-errors",
                    "{matchConditions: [{name: bad, expression: 'object.data.none == \"1\"'},"
                            + " {name: worse, expression: '1 / 0 == 1'}], validations: [{expression: 'true'}]}"),
            of(
                    "condition-error-ignored",
                    "{failurePolicy: Ignore, matchConditions: [{name: bad, expression: 'object.data.none == \"1\"'}],"
                            + " validations: [{expression: 'false'}]}"),
            new Case(
                    "warn",
                    "{validations: [{expression: 'false', message: 'take \"care\"'}]}",
                    "{validationActions: [Warn]}"),
            new Case("audit", "{validations: [{expression: 'false'}]}", "{validationActions: [Audit]}"),
            of("annotation", "{auditAnnotations: [{key: k, valueExpression: '\"v\"'}]}"),
            of("annotation-error", "{auditAnnotations: [{key: k, valueExpression: 'object.data.none'}]}"),
            of(
                    "annotation-error-ignored",
                    "{failurePolicy: Ignore, auditAnnotations: [{key: k, valueExpression: 'object.data.none'}]}"),
            new Case(
                    "params",
                    "{paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression: 'object.data.a =="
                            + " params.data.wanted', messageExpression: '\"wanted \" + params.data.wanted'}]}",
                    "{validationActions: [Deny], paramRef: {name: params, parameterNotFoundAction: Deny}}"),
            new Case(
                    "params-none",
                    "{paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression: 'params == null'}]}",
                    "{validationActions: [Deny]}"),
            new Case(
                    "params-not-found",
                    "{paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression: 'true'}]}",
                    "{validationActions: [Deny], paramRef: {name: none, parameterNotFoundAction: Deny}}"),
            new Case(
                    "params-not-found-allowed",
                    "{paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression: 'false'}]}",
                    "{validationActions: [Deny], paramRef: {name: none, parameterNotFoundAction: Allow}}"),
            new Case(
                    "params-selected",
                    "{paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression: 'params.data.wanted =="
                            + " \"x\"', messageExpression: 'params.metadata.name'}]}",
                    "{validationActions: [Deny], paramRef: {selector: {matchLabels: {param: 'yes'}},"
                            + " parameterNotFoundAction: Deny}}"));

    private static ObjectNode policy(String name, String kind, String spec) {
        ObjectNode policy = Yaml.object("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %s}
                spec:
                  matchConstraints:
                    objectSelector: {matchLabels: {case: %s}}
                    resourceRules:
                    - {apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
                """, name, kind);
        ((ObjectNode) policy.path("spec")).setAll(Yaml.object(spec));
        return policy;
    }

    private static ObjectNode binding(String name, String namespace, String spec) {
        ObjectNode binding = Yaml.object("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec:
                  policyName: %1$s
                  matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}}
                """, name, namespace);
        ((ObjectNode) binding.path("spec")).setAll(Yaml.object(spec));
        return binding;
    }

    private static ObjectNode configMap(String name) {
        return Yaml.object(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %1$s, labels: {case: %1$s}}, data: {a: '1'}}",
                name);
    }

    @Test
    void judgesAsKubernetesDoes() {
        Namespace in = Namespace.in(member);
        Transcript said = new Transcript().hiding(in.name(), "NAMESPACE");
        in.api()
                .create(
                        in.core("configmaps"),
                        Yaml.object(
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: params, labels: {param: 'yes'}},"
                                        + " data: {wanted: '5'}}"))
                .expect(201);
        try {
            for (Case each : CASES) {
                install(in, each);
            }
            install(in, checks("probe", "false"));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> in.api()
                                    .create(in.core("configmaps?dryRun=All"), configMap("probe"))
                                    .code()
                            != 201);
            for (Case each : CASES) {
                said.answer(each.name(), in.api().create(in.core("configmaps"), configMap(each.name())));
            }
            said.check(member, "policy-verdicts.txt");
        } finally {
            for (Case each : CASES) {
                in.api().delete(BINDINGS + "/" + in.name() + "." + each.name());
                in.api().delete(POLICIES + "/" + in.name() + "." + each.name());
            }
        }
    }

    private static void install(Namespace in, Case each) {
        String name = in.name() + "." + each.name();
        in.api().create(POLICIES, policy(name, each.name(), each.spec())).expect(201);
        in.api().create(BINDINGS, binding(name, in.name(), each.binding())).expect(201);
    }

    @Test
    void refusesPoliciesInKubernetesWords() {
        Namespace in = Namespace.in(member);
        Transcript said = new Transcript();
        for (String spec : List.of(
                "{validations: []}",
                "{matchConstraints: null, validations: [{expression: 'true'}]}",
                "{matchConstraints: {resourceRules: []}, validations: [{expression: 'true'}]}",
                "{validations: [{expression: ''}]}",
                "{validations: [{expression: 'nobody'}]}",
                "{validations: [{expression: '1'}]}",
                "{validations: [{expression: 'object.'}]}",
                "{validations: [{expression: 'request.none == 1'}]}",
                "{validations: [{expression: 'params.x'}]}",
                "{validations: [{expression: 'true', message: \"a\\nb\"}]}",
                "{validations: [{expression: 'true', message: '  '}]}",
                "{validations: [{expression: 'true', reason: Nope}]}",
                "{validations: [{expression: 'true', messageExpression: '1'}]}",
                "{validations: [{expression: 'true', messageExpression: 'x'}]}",
                "{failurePolicy: Maybe, validations: [{expression: 'true'}]}",
                "{variables: [{name: 'a-b', expression: '1'}], validations: [{expression: 'true'}]}",
                "{variables: [{name: a, expression: 'b'}], validations: [{expression: 'variables.a == 1'}]}",
                "{variables: [{name: a, expression: '1'}], validations: [{expression: 'variables.b == 1'}]}",
                "{variables: [{name: a, expression: '1'}], validations: [{expression: 'variables.a == \"1\"'}]}",
                "{auditAnnotations: [{key: 'k', valueExpression: '1'}]}",
                "{auditAnnotations: [{key: 'k', valueExpression: ''}]}",
                "{auditAnnotations: [{key: 'k', valueExpression: '\"a\"'}, {key: k, valueExpression: '\"b\"'}]}",
                "{paramKind: {apiVersion: v1}, validations: [{expression: 'true'}]}",
                "{matchConditions: [{name: '', expression: 'true'}], validations: [{expression: 'true'}]}",
                "{matchConditions: [{name: a, expression: 'x'}], validations: [{expression: 'true'}]}")) {
            said.answer(spec, in.api().create(POLICIES + "?dryRun=All", policy("bad", "bad", spec)));
        }
        for (String spec : List.of(
                "{validationActions: []}",
                "{validationActions: [Deny, Warn]}",
                "{validationActions: [Nope]}",
                "{policyName: '', validationActions: [Deny]}",
                "{validationActions: [Deny], paramRef: {parameterNotFoundAction: Deny}}",
                "{validationActions: [Deny], paramRef: {name: a, selector: {}, parameterNotFoundAction: Deny}}",
                "{validationActions: [Deny], paramRef: {name: a}}")) {
            said.answer(spec, in.api().create(BINDINGS + "?dryRun=All", binding("bad", "x", spec)));
        }
        said.check(member, "policy-configurations.txt");
    }
}
