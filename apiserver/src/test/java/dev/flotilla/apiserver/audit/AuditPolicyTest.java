package dev.flotilla.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditPolicyTest {
    private static final UserInfo BOB = UserInfo.authenticated("bob", List.of("devs"));

    private static AuditPolicy policy(String rules) {
        return AuditPolicyReader.read(
                ("apiVersion: audit.k8s.io/v1\nkind: Policy\n" + rules).getBytes(StandardCharsets.UTF_8));
    }

    private static AuditLevel level(AuditPolicy policy, UserInfo user, AccessAttributes access) {
        return policy.decide(user, access).level();
    }

    private static AccessAttributes of(String verb, String group, String resource, String sub, String ns, String name) {
        return new AccessAttributes.Resource(verb, group, "v1", resource, sub, ns, name);
    }

    private static AccessAttributes path(String path) {
        return new AccessAttributes.NonResource("get", path);
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        AuditPolicy policy = policy("""
                rules:
                - {level: None, users: [bob], verbs: [get]}
                - {level: Request, userGroups: [devs], resources: [{group: apps, resources: [deployments, "*/scale"]}]}
                - {level: RequestResponse, namespaces: [shop]}
                - {level: Metadata, nonResourceURLs: ["/logs*", "/metrics"]}
                """);

        assertThat(level(policy, BOB, of("get", "", "pods", "", "shop", "a"))).isEqualTo(AuditLevel.NONE);
        assertThat(level(policy, BOB, of("update", "apps", "deployments", "", "shop", "a")))
                .isEqualTo(AuditLevel.REQUEST);
        assertThat(level(policy, BOB, of("update", "apps", "replicasets", "scale", "shop", "a")))
                .isEqualTo(AuditLevel.REQUEST);
        assertThat(level(policy, BOB, of("update", "apps", "deployments", "status", "shop", "a")))
                .isEqualTo(AuditLevel.REQUEST_RESPONSE);
        assertThat(level(policy, UserInfo.ANONYMOUS, path("/logs/x"))).isEqualTo(AuditLevel.METADATA);
        assertThat(level(policy, UserInfo.ANONYMOUS, path("/metrics/x"))).isEqualTo(AuditLevel.NONE);
        assertThat(level(policy, UserInfo.ANONYMOUS, of("get", "", "nodes", "", "", "a")))
                .isEqualTo(AuditLevel.NONE);
    }

    @Test
    void namesOfResourcesNarrowARule() {
        AuditPolicy policy = policy("""
                rules:
                - {level: Metadata, resources: [{group: "", resources: ["pods/*"], resourceNames: [web]}]}
                """);

        assertThat(level(policy, BOB, of("create", "", "pods", "exec", "shop", "web")))
                .isEqualTo(AuditLevel.METADATA);
        assertThat(level(policy, BOB, of("create", "", "pods", "exec", "shop", "db")))
                .isEqualTo(AuditLevel.NONE);
    }

    @Test
    void stagesAreOmittedByThePolicyAndByTheRule() {
        AuditPolicy policy = policy("""
                omitStages: [RequestReceived]
                omitManagedFields: true
                rules:
                - {level: Metadata, omitStages: [ResponseStarted], omitManagedFields: false, users: [bob]}
                - {level: Metadata}
                """);

        assertThat(policy.decide(BOB, path("/x")).omitStages())
                .containsExactlyInAnyOrder(AuditStage.REQUEST_RECEIVED, AuditStage.RESPONSE_STARTED);
        assertThat(policy.decide(BOB, path("/x")).omitManagedFields()).isFalse();
        assertThat(policy.decide(UserInfo.ANONYMOUS, path("/x")).omitManagedFields())
                .isTrue();
    }

    @Test
    void saysEverythingThatIsWrongWithAPolicy() {
        assertThatThrownBy(() -> policy("""
                omitStages: [Received]
                rules:
                - {users: [bob]}
                - {level: Everything, colour: red}
                - {level: Metadata, nonResourceURLs: [logs, "/a*b"], namespaces: [x]}
                - {level: Metadata, resources: [{group: "apps/v1", resourceNames: [a]}]}
                """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("omitStages[0]: Invalid value: \"Received\": allowed stages are"
                        + " RequestReceived,ResponseStarted,ResponseComplete,Panic")
                .hasMessageContaining("rules[0].level: Required value")
                .hasMessageContaining("rules[1].level: Unsupported value: \"Everything\": supported values: \"None\","
                        + " \"Metadata\", \"Request\", \"RequestResponse\"")
                .hasMessageContaining("rules[1].colour: Forbidden: no such field")
                .hasMessageContaining("rules cannot apply to both regular resources and non-resource URLs")
                .hasMessageContaining("non-resource URL rules must begin with a '/' character")
                .hasMessageContaining("non-resource URL wildcards '*' must be the final character of the rule")
                .hasMessageContaining("rules[3].resources.group: Invalid value: \"apps/v1\"")
                .hasMessageContaining("using resourceNames requires at least one resource");
    }

    @Test
    void refusesWhatIsNoPolicy() {
        assertThatThrownBy(() -> AuditPolicyReader.read("kind: Pod".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("kind: Unsupported value: \"Pod\"")
                .hasMessageContaining("apiVersion")
                .hasMessageContaining("rules: Required value");
        assertThatThrownBy(() -> AuditPolicyReader.read("{".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void byDefaultNoBodyIsWrittenDown() {
        AuditPolicy policy = AuditPolicy.byDefault();

        assertThat(policy.rules()).allSatisfy(rule -> assertThat(rule.level()).isLessThan(AuditLevel.REQUEST));
        assertThat(level(policy, BOB, of("create", "", "secrets", "", "shop", "")))
                .isEqualTo(AuditLevel.METADATA);
        assertThat(level(policy, BOB, path("/livez/log"))).isEqualTo(AuditLevel.NONE);
    }
}
