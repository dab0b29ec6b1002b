package dev.flotilla.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AcceptTest {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    @Test
    void takesTheFirstFormThatBothSidesKnow() {
        assertThat(Accept.parse("").choose().form()).isEqualTo(Accept.Form.OBJECT);
        assertThat(Accept.parse(TABLE + ",application/json").choose().form()).isEqualTo(Accept.Form.TABLE);
        assertThat(Accept.parse("application/vnd.kubernetes.protobuf, */*")
                        .choose()
                        .form())
                .isEqualTo(Accept.Form.OBJECT);
        assertThat(Accept.parse("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
                        .choose()
                        .form())
                .isEqualTo(Accept.Form.METADATA);
        assertThat(Accept.parse("application/yaml").choose().contentType()).isEqualTo("application/yaml");
    }

    @Test
    void passesOverFormsItDoesNotKnow() {
        assertThat(Accept.parse("application/json;as=Poem;v=v1;g=meta.k8s.io,application/json")
                        .choose()
                        .form())
                .isEqualTo(Accept.Form.OBJECT);
        assertThatThrownBy(() -> Accept.parse("application/json;as=Poem").choose())
                .hasMessageContaining("only the following media types are accepted");
    }

    @Test
    void prefersPlainDiscoveryWhenThatComesFirst() {
        String aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

        assertThat(Accept.parse(aggregated + ",application/json").aggregatedDiscovery())
                .contains("v2");
        assertThat(Accept.parse("application/json," + aggregated).aggregatedDiscovery())
                .isEmpty();
    }
}
