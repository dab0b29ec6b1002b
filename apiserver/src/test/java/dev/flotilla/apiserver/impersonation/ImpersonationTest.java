package dev.flotilla.apiserver.impersonation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.HeldRules;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.Query;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ImpersonationTest {
    private static final UserInfo ALICE = UserInfo.authenticated("alice", List.of());
    private static final AccessAttributes ACCESS =
            new AccessAttributes.Resource("get", "", "v1", "pods", "", "default", "web");

    @Test
    void withoutHeadersEverybodyIsHimself() {
        ApiRequest request = request(Map.of());

        assertThat(new Impersonation(may()).apply(request, ACCESS)).isSameAs(request);
    }

    @Test
    void everyPartOfTheNameTakesARightOfItsOwn() {
        Map<String, List<String>> headers = Map.of(
                "impersonate-user", List.of("bob"),
                "impersonate-uid", List.of("7"),
                "impersonate-group", List.of("devs", "ops"),
                "impersonate-extra-example.com%2fscope", List.of("a"));
        Impersonation all = new Impersonation(may(
                "impersonate users bob",
                "impersonate uids.authentication.k8s.io 7",
                "impersonate groups devs",
                "impersonate groups ops",
                "impersonate userextras/example.com/scope.authentication.k8s.io a"));

        ApiRequest request = all.apply(request(headers), ACCESS);

        assertThat(request.user())
                .isEqualTo(new UserInfo(
                        "bob",
                        "7",
                        List.of("devs", "ops", UserInfo.AUTHENTICATED),
                        Map.of("example.com/scope", List.of("a"))));
        assertThat(request.impersonator()).contains(ALICE);
        Impersonation withoutOne = new Impersonation(
                may("impersonate users bob", "impersonate uids.authentication.k8s.io 7", "impersonate groups devs"));
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> withoutOne.apply(request(headers), ACCESS))
                .satisfies(refused -> assertThat(refused.status().code()).isEqualTo(403));
    }

    @Test
    void serviceAccountIsInItsGroups() {
        Impersonation robot = new Impersonation(may("impersonate serviceaccounts shop/robot"));

        ApiRequest request =
                robot.apply(request(Map.of("impersonate-user", List.of("system:serviceaccount:shop:robot"))), ACCESS);

        assertThat(request.user().groups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:shop", UserInfo.AUTHENTICATED);
    }

    @Test
    void constrainedRightCoversTheRequestItNamesAlone() {
        Impersonation constrained = new Impersonation(may(
                "impersonate-on:user-info:get pods default/web",
                "impersonate:user-info users.authentication.k8s.io bob"));
        ApiRequest asBob = request(Map.of("impersonate-user", List.of("bob")));

        assertThat(constrained.apply(asBob, ACCESS).user().name()).isEqualTo("bob");
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> constrained.apply(
                        asBob, new AccessAttributes.Resource("delete", "", "v1", "pods", "", "default", "web")))
                .withMessageContaining(
                        "User \"alice\" cannot impersonate-on:user-info:delete resource \"pods\" in API group \"\" in"
                                + " the namespace \"default\"");
    }

    @Test
    void strangerStaysUnauthenticated() {
        Impersonation stranger = new Impersonation(may("impersonate users system:anonymous"));

        ApiRequest request = stranger.apply(request(Map.of("impersonate-user", List.of("system:anonymous"))), ACCESS);

        assertThat(request.user().groups()).containsExactly("system:unauthenticated");
    }

    @Test
    void groupWithoutUserIsNoName() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() ->
                        new Impersonation(may()).apply(request(Map.of("impersonate-group", List.of("devs"))), ACCESS))
                .satisfies(refused -> assertThat(refused.status().code()).isEqualTo(400))
                .withMessage("requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"devs\"},"
                        + " Extra:map[string][]string(nil)} without impersonating a user name");
    }

    /** @param rights as {@code VERB RESOURCE[/SUB][.GROUP] [NAMESPACE/]NAME} */
    private static Authorizer may(String... rights) {
        Set<String> all = Set.of(rights);
        return new Authorizer() {
            @Override
            public Verdict decide(UserInfo user, AccessAttributes access) {
                AccessAttributes.Resource to = (AccessAttributes.Resource) access;
                String resource = to.withSubresource() + (to.group().isEmpty() ? "" : "." + to.group());
                String name = (to.namespace().isEmpty() ? "" : to.namespace() + "/") + to.name();
                return new Verdict(user.equals(ALICE) && all.contains(to.verb() + " " + resource + " " + name), "");
            }

            @Override
            public HeldRules rules(UserInfo user, String namespace) {
                return new HeldRules(List.of(), List.of(), "");
            }
        };
    }

    private static ApiRequest request(Map<String, List<String>> headers) {
        return new ApiRequest("GET", "/x", Query.EMPTY, headers, new byte[0], ALICE, false);
    }
}
