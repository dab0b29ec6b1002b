package dev.flotilla.hub;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Says of what Kafka's clients report what a person can do about it. */
final class KafkaTrouble {
    private KafkaTrouble() {}

    /** @param hub the hub's name, which its topics and transactional ids begin with */
    static String text(Throwable reported, String hub) {
        for (Throwable cause = reported; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SaslAuthenticationException refused -> {
                    return refused.getMessage()
                            + "; correct kafka.sasl.username, or the password in kafka.sasl.passwordFile";
                }
                case SslAuthenticationException refused -> {
                    return refused.getMessage() + "; kafka.tls.authority must be the brokers', and"
                            + " kafka.tls.certificate one that they believe";
                }
                case AuthorizationException refused -> {
                    return refused.getMessage() + "; let the hub's user do everything with topics and transactional"
                            + " ids whose names begin with " + hub;
                }
                default -> {
                    // Perhaps its cause says more.
                }
            }
        }
        return String.valueOf(reported.getMessage());
    }
}
