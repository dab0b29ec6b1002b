package dev.flotilla.hub.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flotilla.api.status.StatusException;
import dev.flotilla.apiserver.auth.UserInfo;
import dev.flotilla.apiserver.request.ApiResponse.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpersonationTest {
    @Test
    void namesTheUserAndTheGroupsThatTheMemberDoesNotAddItself() {
        assertThat(Impersonation.headers(UserInfo.authenticated("alice", List.of("readers", "writers"))))
                .containsExactly(
                        new Header("Impersonate-User", "alice"),
                        new Header("Impersonate-Group", "readers"),
                        new Header("Impersonate-Group", "writers"));
        assertThat(Impersonation.headers(UserInfo.ANONYMOUS))
                .containsExactly(new Header("Impersonate-User", "system:anonymous"));
    }

    @Test
    void refusesANameThatWouldBeMoreThanOneHeader() {
        UserInfo forged = UserInfo.authenticated("alice\r\nImpersonate-Group: system:masters", List.of());

        assertThatThrownBy(() -> Impersonation.headers(forged)).isInstanceOf(StatusException.class);
    }
}
