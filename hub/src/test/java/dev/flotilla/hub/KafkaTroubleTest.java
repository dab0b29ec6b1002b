package dev.flotilla.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class KafkaTroubleTest {
    @Test
    void namesTheSettingThatIsWrong() {
        assertThat(KafkaTrouble.text(new KafkaException(new SaslAuthenticationException("no such user")), "acme"))
                .isEqualTo("no such user; correct kafka.sasl.username, or the password in kafka.sasl.passwordFile");
        assertThat(KafkaTrouble.text(new SslAuthenticationException("unknown authority"), "acme"))
                .contains("unknown authority; kafka.tls.authority");
        assertThat(KafkaTrouble.text(new TopicAuthorizationException("not authorized"), "acme"))
                .endsWith("whose names begin with acme");
        assertThat(KafkaTrouble.text(new KafkaException("timed out"), "acme")).isEqualTo("timed out");
    }
}
