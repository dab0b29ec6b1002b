package dev.flotilla.apiserver.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.apiserver.auth.AccessAttributes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyRuleTest {
    @ParameterizedTest
    @CsvSource({
        // verbs, groups, resources, names of the rule; then verb, group, resource/subresource, name; allowed
        "get,        '',   pods,      '',    get,    '',   pods,         a, true",
        "get,        '',   pods,      '',    list,   '',   pods,         a, false",
        "*,          '',   pods,      '',    frobnicate, '', pods,       a, true",
        "get,        apps, pods,      '',    get,    '',   pods,         a, false",
        "get,        *,    pods,      '',    get,    x.io, pods,         a, true",
        "get,        '',   pods,      '',    get,    '',   pods/log,     a, false",
        "get,        '',   pods/log,  '',    get,    '',   pods/log,     a, true",
        "get,        '',   pods/log,  '',    get,    '',   pods,         a, false",
        "get,        '',   */log,     '',    get,    '',   pods/log,     a, true",
        "get,        '',   */log,     '',    get,    '',   pods,         a, false",
        "get,        '',   */log,     '',    get,    '',   pods/catalog, a, false",
        "get,        '',   pods/*,    '',    get,    '',   pods/log,     a, false",
        "get,        '',   *,         '',    get,    '',   pods/log,     a, true",
        "get,        '',   pods,      a;b,   get,    '',   pods,         b, true",
        "get,        '',   pods,      a;b,   get,    '',   pods,         c, false",
        "create,     '',   pods,      a;b,   create, '',   pods,         '', false",
        "get,        '',   pods,      *,     get,    '',   pods,         c, false",
    })
    void allowsWhatItLists(
            String verbs,
            String groups,
            String resources,
            String names,
            String verb,
            String group,
            String resource,
            String name,
            boolean allowed) {
        PolicyRule rule = new PolicyRule(
                List.of(groups),
                List.of(resources),
                names.isEmpty() ? List.of() : List.of(names.split(";")),
                List.of(),
                List.of(verbs));
        String[] parts = resource.split("/");

        assertThat(rule.allows(new AccessAttributes.Resource(
                        verb, group, "v1", parts[0], parts.length > 1 ? parts[1] : "", "ns", name)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "/healthz,   /healthz,     true",
        "/healthz,   /healthz/etcd, false",
        "/healthz/*, /healthz/etcd, true",
        "/healthz/*, /healthz,     false",
        "/heal*,     /healthz,     true",
        "*,          /anything,    true",
        "/a/*/b,     /a/x/b,       false",
    })
    void pathsEndInAStarOrAreExact(String url, String path, boolean allowed) {
        PolicyRule rule = new PolicyRule(List.of(), List.of(), List.of(), List.of(url), List.of("get"));

        assertThat(rule.allows(new AccessAttributes.NonResource("get", path))).isEqualTo(allowed);
        assertThat(rule.allows(new AccessAttributes.NonResource("post", path))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "*,    pods,      '', pods,     '', true",
        "get,  *,         '', pods/log, '', true",
        "get,  */log,     '', pods/log, '', true",
        "get,  */log,     '', pods,     '', false",
        "get,  pods,      '', pods,     a,  true",
        "get,  pods,      a,  pods,     a,  true",
        "get,  pods,      a,  pods,     b,  false",
        "get,  pods,      a,  pods,     '', false",
        "get,  pods,      '', *,        '', false",
        "list, pods,      '', pods,     '', false",
    })
    void coversARightThatIsNoWider(
            String verbs, String resources, String names, String resource, String name, boolean covers) {
        PolicyRule own = new PolicyRule(
                List.of(""),
                List.of(resources),
                names.isEmpty() ? List.of() : List.of(names),
                List.of(),
                List.of(verbs));
        PolicyRule part = new PolicyRule(
                List.of(""), List.of(resource), name.isEmpty() ? List.of() : List.of(name), List.of(), List.of("get"));

        assertThat(own.covers(part)).isEqualTo(covers);
    }
}
