package dev.flotilla.api.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.kind.Kind;
import dev.flotilla.api.schema.custom.CustomResourceSchema;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.store.ObjectJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class GlobalTrafficPolicyRulesTest {
    private static final String SOUND = """
            {'hostnames':['shop.example.com','*.shop.example.com'],
             'backends':[{'name':'web','service':'storefront'}],'strategy':{'type':'Replicas'}}""";
    private static final Kind KIND = TrafficKinds.kinds().getFirst();
    private static final CustomResourceSchema SCHEMA = CustomResourceSchema.compile(KIND.kind(), KIND.schema());

    private static ObjectNode policy(String spec) {
        String text = "{'apiVersion':'traffic.flotilla.dev/v1alpha1','kind':'GlobalTrafficPolicy',"
                + "'metadata':{'name':'p','namespace':'shop'},'spec':" + spec + "}";
        ObjectNode policy = (ObjectNode) ObjectJson.mapper().readTree(text.replace('\'', '"'));
        SCHEMA.applyDefaults(policy);
        return policy;
    }

    private static List<FieldError> errors(ObjectNode policy) {
        return GlobalTrafficPolicyRules.RULES.validate(policy, Optional.empty());
    }

    @Test
    void fillsInWhatIsMeant() {
        ObjectNode policy = policy(SOUND);

        assertThat(SCHEMA.validate(policy)).isEmpty();
        assertThat(errors(policy)).isEmpty();
        assertThat(policy.at("/spec/shift").toString()).isEqualTo("{\"maxStepPercent\":20,\"interval\":\"10s\"}");
        assertThat(policy.at("/spec/dns").toString())
                .isEqualTo("{\"ttlSeconds\":30,\"weightProperty\":\"aws/weight\"}");
        assertThat(policy.at("/spec/whenAllUnhealthy").asString()).isEqualTo("LastKnownGood");
    }

    @Test
    void meansTheSameWithoutDefaultsFilledIn() {
        GlobalTrafficPolicySpec spec =
                GlobalTrafficPolicySpec.of(ObjectJson.mapper().readTree("{\"spec\":" + SOUND.replace('\'', '"') + "}"));

        assertThat(spec.shifting().step()).isEqualTo(20);
        assertThat(spec.shifting().pause()).isEqualTo(Duration.ofSeconds(10));
        assertThat(spec.publishing().ttl()).isEqualTo(30);
        assertThat(spec.publishing().property()).isEqualTo("aws/weight");
        assertThat(spec.failover().hold()).isEqualTo(Duration.ofMinutes(1));
        assertThat(spec.keepsLastKnownGood()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spec.hostnames[0]                              | "hostnames":["Shop.example.com"]
            spec.hostnames[0]                              | "hostnames":["a.*.example.com"]
            spec.hostnames[1]                              | "hostnames":["a.example.com","a.example.com"]
            spec.backends[0].service                       | "backends":[{"name":"web","service":"store.front"}]
            spec.backends[1].name                          | "backends":[{"name":"a","service":"s"},{"name":"a","service":"t"}]
            spec.backends[0].weight                        | "backends":[{"name":"a","service":"s","weight":3}]
            spec.backends[0].clusterAffinity.fieldSelector.matchExpressions[0].key | "backends":[{"name":"a","service":"s","clusterAffinity":{"fieldSelector":{"matchExpressions":[{"key":"planet","operator":"In","values":["x"]}]}}}]
            spec.strategy.failover                         | "strategy":{"type":"Failover"}
            spec.strategy.failover                         | "strategy":{"type":"Weighted","failover":{"order":["eu"]}}
            spec.strategy.weights                          | "strategy":{"type":"Replicas","weights":[{"region":"eu","weight":1}]}
            spec.strategy.weights[0]                       | "strategy":{"type":"Weighted","weights":[{"weight":1}]}
            spec.strategy.weights[0]                       | "strategy":{"type":"Weighted","weights":[{"region":"eu","cluster":"eu-1","weight":1}]}
            spec.strategy.weights[1]                       | "strategy":{"type":"Weighted","weights":[{"region":"eu","weight":1},{"region":"eu","weight":2}]}
            spec.strategy.failover.order[1]                | "strategy":{"type":"Failover","failover":{"order":["eu","eu"]}}
            spec.shift.interval                            | "shift":{"interval":"500ms"}
            """)
    void namesTheFieldThatIsWrong(String field, String change) {
        ObjectNode policy = policy(SOUND);
        ((ObjectNode) policy.path("spec"))
                .setAll((ObjectNode) ObjectJson.mapper().readTree("{" + change + "}"));

        assertThat(errors(policy)).extracting(FieldError::field).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spec.strategy.type          | "strategy":{"type":"Geo"}
            spec.shift.maxStepPercent   | "shift":{"maxStepPercent":0}
            spec.shift.interval         | "shift":{"interval":"soon"}
            spec.dns.ttlSeconds         | "dns":{"ttlSeconds":0}
            spec.hostnames              | "hostnames":[]
            spec.backends               | "backends":[]
            """)
    void isHeldToItsSchema(String field, String change) {
        ObjectNode policy = policy(SOUND);
        ((ObjectNode) policy.path("spec"))
                .setAll((ObjectNode) ObjectJson.mapper().readTree("{" + change + "}"));
        SCHEMA.applyDefaults(policy);

        assertThat(SCHEMA.validate(policy)).extracting(FieldError::field).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource({"10s,PT10S", "1m30s,PT1M30S", "500ms,PT0.5S", "2h,PT2H"})
    void readsDurations(String text, String duration) {
        assertThat(Spans.parse(text)).contains(Duration.parse(duration));
    }
}
