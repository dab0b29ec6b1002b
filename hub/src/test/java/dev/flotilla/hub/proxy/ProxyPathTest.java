package dev.flotilla.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyPathTest {
    @Test
    void passesOnPathAndQueryAsTheyAreSpelled() {
        assertThat(ProxyPath.behind("/p/api/v1/pods?labelSelector=a%3Db&x=..", "/p"))
                .isEqualTo("/api/v1/pods?labelSelector=a%3Db&x=..");
        assertThat(ProxyPath.behind("/p", "/p")).isEqualTo("/");
        assertThat(ProxyPath.behind("/p?watch=1", "/p")).isEqualTo("/?watch=1");
        assertThat(ProxyPath.behind("/p/a%2Fb..c", "/p")).isEqualTo("/a%2Fb..c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/p/../secrets",
                "/p/a/%2e%2e/b",
                "/p/a%2f..%2fb",
                "/p/a%5C..%5Cb",
                "/p/./a",
                "/p/a%00b",
                "/p/a%0d%0aHost:x",
                "/p/a%zz",
                "/%70/a",
                "/pp/a"
            })
    void refusesAPathThatLeadsElsewhere(String uri) {
        assertThatThrownBy(() -> ProxyPath.behind(uri, "/p"))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("proxy");
    }
}
