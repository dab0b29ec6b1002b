package dev.flotilla.apiserver.rbac;

import static dev.flotilla.apiserver.rbac.RbacStore.account;
import static dev.flotilla.apiserver.rbac.RbacStore.group;
import static dev.flotilla.apiserver.rbac.RbacStore.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer.Verdict;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RbacAuthorizerTest {
    private static final String READ_PODS = """
            {"apiGroups":[""],"resources":["pods"],"verbs":["get"]}""";
    private static final UserInfo BOB = UserInfo.authenticated("bob", List.of("devs"));
    private static final int MANY_BINDINGS = 10_000;
    private static final int DECISIONS = 200_000;

    private final RbacStore store = new RbacStore();
    private final RbacAuthorizer authorizer = new RbacAuthorizer(store::snapshot);

    @Test
    void nobodyMayAnythingWithoutARole() {
        assertThat(authorizer.decide(BOB, pods("default"))).isEqualTo(new Verdict(false, ""));
    }

    @Test
    void administratorsNeedNoRole() {
        UserInfo admin = UserInfo.authenticated("a", List.of(UserInfo.MASTERS));

        assertThat(authorizer.decide(admin, pods("default"))).isEqualTo(new Verdict(true, ""));
    }

    @Test
    void clusterRoleBindingHoldsEverywhereAndIsNamedInTheReason() {
        store.clusterRole("reader", READ_PODS).clusterRoleBinding("readers", "reader", group("devs"));

        Verdict expected = new Verdict(
                true, "RBAC: allowed by ClusterRoleBinding \"readers\" of ClusterRole \"reader\" to Group \"devs\"");
        assertThat(authorizer.decide(BOB, pods("default"))).isEqualTo(expected);
        assertThat(authorizer.decide(BOB, pods(""))).isEqualTo(expected);
    }

    @Test
    void roleBindingHoldsInItsNamespaceAlone() {
        store.clusterRole("reader", READ_PODS).roleBinding("shop", "readers", "ClusterRole", "reader", user("bob"));

        assertThat(authorizer.decide(BOB, pods("shop")).reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"readers/shop\" of ClusterRole \"reader\" to User \"bob\"");
        assertThat(authorizer.decide(BOB, pods("default")).allowed()).isFalse();
        assertThat(authorizer.decide(BOB, pods("")).allowed()).isFalse();
    }

    @Test
    void serviceAccountWithoutNamespaceIsOneOfTheBindingsOwn() {
        store.role("shop", "reader", READ_PODS)
                .roleBinding("shop", "own", "Role", "reader", account("", "robot"))
                .roleBinding("shop", "others", "Role", "reader", account("ops", "robot"));
        UserInfo own = UserInfo.authenticated("system:serviceaccount:shop:robot", List.of());
        UserInfo other = UserInfo.authenticated("system:serviceaccount:ops:robot", List.of());

        assertThat(authorizer.decide(own, pods("shop")).reason())
                .isEqualTo(
                        "RBAC: allowed by RoleBinding \"own/shop\" of Role \"reader\" to ServiceAccount \"robot/shop\"");
        assertThat(authorizer.decide(other, pods("shop")).reason())
                .isEqualTo("RBAC: allowed by RoleBinding \"others/shop\" of Role \"reader\" to ServiceAccount"
                        + " \"robot/ops\"");
    }

    @Test
    void bindingOfAMissingRoleGrantsNothingAndIsMentionedInARefusalAlone() {
        store.clusterRoleBinding("broken", "nope", user("bob"));
        assertThat(authorizer.decide(BOB, pods("default")))
                .isEqualTo(new Verdict(false, "RBAC: clusterrole.rbac.authorization.k8s.io \"nope\" not found"));

        store.roleBinding("default", "broken", "Role", "gone", user("bob"));
        assertThat(authorizer.decide(BOB, pods("default")).reason())
                .isEqualTo("RBAC: [clusterrole.rbac.authorization.k8s.io \"nope\" not found,"
                        + " role.rbac.authorization.k8s.io \"gone\" not found]");

        store.clusterRole("reader", READ_PODS).clusterRoleBinding("readers", "reader", user("bob"));
        assertThat(authorizer.decide(BOB, pods("default")).allowed()).isTrue();
    }

    @Test
    void changesOfRolesAndBindingsTakeEffectAtOnce() {
        store.clusterRole("reader", READ_PODS).clusterRoleBinding("readers", "reader", user("bob"));
        assertThat(authorizer.decide(BOB, pods("default")).allowed()).isTrue();

        store.clusterRole("reader", "{\"apiGroups\":[\"\"],\"resources\":[\"secrets\"],\"verbs\":[\"get\"]}");
        assertThat(authorizer.decide(BOB, pods("default")).allowed()).isFalse();

        store.clusterRole("reader", READ_PODS);
        store.delete("clusterrolebindings", "readers");
        assertThat(authorizer.decide(BOB, pods("default")).allowed()).isFalse();
    }

    /** Prints what a decision costs; asserts only that all of them are right. */
    @Test
    void decidesAmongManyBindingsByThoseOfTheUserAlone() {
        store.clusterRole("reader", READ_PODS);
        for (int i = 0; i < MANY_BINDINGS; i++) {
            store.roleBinding("ns-" + i % 100, "b-" + i, "ClusterRole", "reader", user("user-" + i));
        }
        UserInfo last = UserInfo.authenticated("user-9999", List.of("devs", "ops"));
        assertThat(authorizer.decide(last, pods("ns-99")).allowed()).isTrue();
        int allowed = 0;
        long start = System.nanoTime();
        for (int i = 0; i < DECISIONS; i++) {
            allowed += authorizer.decide(last, pods("ns-" + i % 100)).allowed() ? 1 : 0;
        }
        long nanos = System.nanoTime() - start;

        System.out.printf(
                "RBAC: %,d decisions per second among %,d bindings%n", (long) (DECISIONS * 1e9 / nanos), MANY_BINDINGS);
        assertThat(allowed).isEqualTo(DECISIONS / 100);
    }

    private static AccessAttributes.Resource pods(String namespace) {
        return new AccessAttributes.Resource("get", "", "v1", "pods", "", namespace, "web");
    }
}
