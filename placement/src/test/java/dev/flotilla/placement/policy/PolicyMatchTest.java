package dev.flotilla.placement.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which policy a Deployment {@code shop/web} with the label {@code app: web} belongs to. A policy is written as its
 * name, how it selects, and what more it says: {@code a:name}, {@code b:labels p=2}, {@code c:kind always}; names in
 * capitals are ClusterPropagationPolicies.
 */
class PolicyMatchTest {
    private static final ObjectKey TEMPLATE = ObjectKey.of("apps", "deployments", "shop", "web");

    @ParameterizedTest(name = "{0}, claimed by {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # no policy, or none that selects it
            none                              | - | -
            a:other                           | - | -
            a:otherlabels                     | - | -
            a:otherkind                       | - | -
            a:otherversion                    | - | -
            a:othernamespace                  | - | -
            A:othernamespace                  | - | -
            a:gone                            | - | -
            # how it selects: name over labels over kind, and a name makes labels count for nothing
            a:name                            | - | a
            a:labels                          | - | a
            a:kind                            | - | a
            a:nameandotherlabels              | - | a
            a:kind, b:labels                  | - | b
            a:kind, b:name                    | - | b
            a:labels, b:name                  | - | b
            a:kind, b:labels, c:name          | - | c
            a:kind, b:emptylabels             | - | b
            a:labels, b:emptylabels           | - | a
            a:kind+name, b:labels             | - | a
            a:other+labels, b:kind            | - | a
            # the name last
            b:kind, a:kind                    | - | a
            b:name, a:name                    | - | a
            a10:name, a2:name                 | - | a10
            # explicit priority before how specific it is
            a:name, b:kind p=1                | - | b
            a:name p=1, b:kind                | - | a
            a:name p=-1, b:kind               | - | b
            a:kind p=2, b:kind p=3            | - | b
            a:name p=100, b:name p=99         | - | a
            a:labels p=5, b:name p=5          | - | b
            # the namespace's own before the cluster's, whatever their priority
            a:kind, B:name p=9                | - | a
            a:other, B:name                   | - | B
            B:kind, C:labels                  | - | C
            B:kind p=1, C:name                | - | B
            A:namespace                       | - | A
            C:kind, B:kind                    | - | B
            # who has claimed it keeps it
            a:kind, b:name p=9                | a | a
            A:kind, b:name p=9                | A | A
            A:kind, B:name p=9                | A | A
            a:labels, b:name                  | a | a
            # but not when it selects it no more, or is gone
            a:other, b:kind                   | a | b
            a:gone, b:kind                    | a | b
            a:other                           | a | -
            b:kind                            | a | b
            A:other, B:kind                   | A | B
            a:other, B:kind                   | a | B
            # preemption: strictly higher priority, or a namespace's policy over the cluster's
            a:kind, b:name p=1 always         | a | b
            a:kind, b:name always             | a | a
            a:kind p=2, b:name p=1 always     | a | a
            a:kind p=1, b:name p=1 always     | a | a
            a:kind p=-2, b:name p=-1 always   | a | b
            A:kind, b:name always             | A | b
            A:kind p=9, b:name always         | A | b
            A:kind, B:name p=1 always         | A | B
            A:kind, B:name always             | A | A
            a:kind, B:name p=9 always         | a | a
            A:kind, b:name always, C:name p=9 always | A | b
            a:kind, b:name p=1 always, c:name p=2 always | a | c
            a:kind, b:name p=2 always, c:kind p=2 always | a | b
            a:kind, b:name p=1 always, c:name p=9 | a | b
            A:kind, b:other always, C:name p=1 always | A | C
            """)
    void belongsTo(String policies, String claimedBy, String winner) {
        List<Policy> all = policies(policies);
        String claim = claimedBy == null ? "" : claimedBy;
        String id = id(claim);
        Template template = new Template(
                TEMPLATE,
                "apps/v1",
                "Deployment",
                claim.isEmpty()
                        ? Map.of("app", "web")
                        : Map.of(
                                "app",
                                "web",
                                Character.isUpperCase(claim.charAt(0)) ? Marks.CLUSTER_POLICY_ID : Marks.POLICY_ID,
                                id));

        for (int rotation = 0; rotation < Math.max(1, all.size()); rotation++) {
            Collections.rotate(all, 1);
            assertThat(PolicyMatch.of(new PolicyIndex(all), template)
                            .policy()
                            .map(policy -> policy.key().name())
                            .orElse(null))
                    .as("in the order %s", all.stream().map(Policy::display).toList())
                    .isEqualTo(winner == null ? null : winner.toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static List<Policy> policies(String text) {
        List<Policy> policies = new ArrayList<>();
        for (String each : text.split(", *")) {
            if (!each.strip().equals("none")) {
                policies.add(policy(each.strip()));
            }
        }
        return policies;
    }

    private static String id(String name) {
        return "id-of-" + name;
    }

    private static Policy policy(String text) {
        String[] words = text.split(" ");
        String[] head = words[0].split(":");
        boolean wide = Character.isUpperCase(head[0].charAt(0));
        StringBuilder selectors = new StringBuilder();
        Map<String, String> more = new HashMap<>();
        for (String selects : head[1].split("\\+")) {
            selectors.append(selectors.isEmpty() ? "" : ",").append(selector(selects));
        }
        for (int word = 1; word < words.length; word++) {
            if (words[word].startsWith("p=")) {
                more.put("priority", words[word].substring(2));
            } else {
                more.put("preemption", "\"Always\"");
            }
        }
        String spec = "{\"resourceSelectors\":[" + selectors + "]"
                + more.entrySet().stream()
                        .map(each -> ",\"" + each.getKey() + "\":" + each.getValue())
                        .reduce("", String::concat)
                + "}";
        String name = head[0].toLowerCase(java.util.Locale.ROOT);
        String namespace = wide ? "" : head[1].equals("othernamespace") ? "office" : "shop";
        String label = wide ? Marks.CLUSTER_POLICY_ID : Marks.POLICY_ID;
        String gone = head[1].equals("gone") ? "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"," : "";
        String json = """
                {"apiVersion":"policy.karmada.io/v1alpha1","kind":"%s","metadata":{%s"name":"%s",%s
                 "uid":"uid","labels":{"%s":"%s"}},"spec":%s}""".formatted(
                        wide ? "ClusterPropagationPolicy" : "PropagationPolicy",
                        gone,
                        name,
                        namespace.isEmpty() ? "" : "\"namespace\":\"" + namespace + "\",",
                        label,
                        id(head[0]),
                        spec);
        ObjectKey key = new ObjectKey(wide ? Policy.CLUSTER_POLICIES : Policy.POLICIES, namespace, name);
        return Policy.of(
                StoredObject.of(key, 1, ObjectJson.encode(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8)))));
    }

    private static String selector(String selects) {
        String deployments = "\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\"";
        return "{"
                + switch (selects) {
                    case "name" -> deployments + ",\"name\":\"web\"";
                    case "nameandotherlabels" ->
                        deployments + ",\"name\":\"web\",\"labelSelector\":{\"matchLabels\":{\"app\":\"till\"}}";
                    case "labels" -> deployments + ",\"labelSelector\":{\"matchLabels\":{\"app\":\"web\"}}";
                    case "emptylabels" -> deployments + ",\"labelSelector\":{}";
                    case "kind", "gone" -> deployments;
                    case "namespace" -> deployments + ",\"namespace\":\"shop\"";
                    case "othernamespace" -> deployments + ",\"namespace\":\"office\"";
                    case "other" -> deployments + ",\"name\":\"till\"";
                    case "otherlabels" -> deployments + ",\"labelSelector\":{\"matchLabels\":{\"app\":\"till\"}}";
                    case "otherkind" -> "\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\"";
                    case "otherversion" -> "\"apiVersion\":\"apps/v2\",\"kind\":\"Deployment\"";
                    default -> throw new IllegalArgumentException(selects);
                }
                + "}";
    }
}
