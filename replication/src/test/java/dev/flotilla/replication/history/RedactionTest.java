package dev.flotilla.replication.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.GroupResource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final GroupResource WORKS = new GroupResource("work.karmada.io", "works");

    private static String redacted(GroupResource resource, String json) {
        return new String(Redaction.redacted(resource, json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void leavesNamesAndTakesValues() {
        String text = redacted(SECRETS, """
                {"apiVersion":"v1","kind":"Secret","type":"Opaque","metadata":{"name":"db","annotations":{
                "kubectl.kubernetes.io/last-applied-configuration":"{hunter2}","team":"shop"}},
                "data":{"password":"hunter2"},"stringData":{"user":"hunter2"}}""");

        assertThat(text)
                .doesNotContain("hunter2")
                .contains("\"password\":\"redacted\"", "\"user\":\"redacted\"", "\"team\":\"shop\"", "Opaque");
    }

    @Test
    void findsSecretsWithinOtherObjects() {
        String text = redacted(WORKS, """
                {"apiVersion":"work.karmada.io/v1alpha1","kind":"Work","metadata":{"name":"w"},"spec":{"workload":{"manifests":[
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"shown":"plain"}},
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"db"},"data":{"password":"hunter2"}}]}}}""");

        assertThat(text).doesNotContain("hunter2").contains("plain");
    }

    @Test
    void leavesOtherObjectsAsTheyAre() {
        byte[] json =
                "{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"},\"data\":{\"a\":\"\\\"Secret\\\"\",\"b\": \"Secret\"}}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(Redaction.redacted(new GroupResource("", "configmaps"), json))
                .isSameAs(json);
    }

    @Test
    void takesASecretWithoutAnyValues() {
        String json = "{\"kind\":\"Secret\",\"metadata\":{\"name\":\"db\"},\"data\":null}";

        assertThat(redacted(SECRETS, json)).isEqualTo(json);
    }
}
