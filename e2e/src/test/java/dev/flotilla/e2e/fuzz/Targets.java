package dev.flotilla.e2e.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Every way into the server that is fuzzed. */
final class Targets {
    private static final String CORE = "/api/v1/namespaces/default/";
    private static final List<String> COLLECTIONS = List.of(
            "/apis/apps/v1/namespaces/default/deployments",
            CORE + "configmaps",
            CORE + "secrets",
            CORE + "services",
            CORE + "pods",
            "/apis/batch/v1/namespaces/default/cronjobs",
            "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
            "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            "/apis/policy.karmada.io/v1alpha1/namespaces/default/propagationpolicies");

    private Targets() {}

    static List<Target> all() {
        return List.of(
                bodies("json", "application/json"),
                bodies("yaml", "application/yaml"),
                bodies("protobuf", "application/vnd.kubernetes.protobuf"),
                patches(),
                query(
                        "selectors",
                        Corpus.lines(
                                "labelSelector=a=b,c!=d,e in (f,g),h notin (i),j,!k,l>2",
                                "fieldSelector=metadata.name=a,metadata.namespace!=b",
                                "labelSelector=example.com/a=b&fieldSelector=metadata.name=x&limit=5",
                                "fieldSelector=spec.nodeName=a\\,b,status.phase!=Running",
                                "resourceVersion=1&resourceVersionMatch=Exact&limit=3",
                                "includeObject=Object&pretty=true")),
                query(
                        "tokens",
                        List.of(
                                token("{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"default/a\\u0000\"}"),
                                token("{\"rv\":-1,\"start\":\"x\"}"),
                                "limit=1&continue=AAAA".getBytes(StandardCharsets.UTF_8))),
                paths(),
                new RawTarget("headers", Corpus.files("headers")),
                new FrameTarget(),
                new DecoderTarget());
    }

    /** A body goes to the collection it fits, or to another; most are dry runs, so that the store stays small. */
    private static Target bodies(String form, String type) {
        return new RequestTarget(form, Corpus.files(form), input -> {
            String text = new String(input, 0, Math.min(input.length, 4096), StandardCharsets.ISO_8859_1);
            int hash = Math.floorMod(Arrays.hashCode(input), 97);
            String collection = COLLECTIONS.stream()
                    .filter(each -> hash % 8 != 0 && text.contains(kind(each)))
                    .findFirst()
                    .orElse(COLLECTIONS.get(hash % COLLECTIONS.size()));
            return switch (hash % 16) {
                case 0 -> new RequestTarget.Request("DELETE", collection + "/x?dryRun=All", type, input);
                case 1 -> new RequestTarget.Request("PUT", collection + "/web?dryRun=All", type, input);
                case 2 -> new RequestTarget.Request("POST", collection, type, input);
                case 3 -> new RequestTarget.Request("DELETE", collection, "", new byte[0]);
                default ->
                    new RequestTarget.Request("POST", collection + "?dryRun=All&fieldValidation=Strict", type, input);
            };
        });
    }

    private static String kind(String collection) {
        return switch (collection.substring(collection.lastIndexOf('/') + 1)) {
            case "deployments" -> "Deployment";
            case "configmaps" -> "ConfigMap";
            case "secrets" -> "Secret";
            case "services" -> "\"Service\"";
            case "pods" -> "\"Pod\"";
            case "cronjobs" -> "CronJob";
            case "roles" -> "Role";
            case "horizontalpodautoscalers" -> "HorizontalPodAutoscaler";
            case "customresourcedefinitions" -> "CustomResourceDefinition";
            default -> "PropagationPolicy";
        };
    }

    /** The first line of an input is the patch's media type. */
    private static Target patches() {
        return new RequestTarget("patches", Corpus.files("patch"), input -> {
            int line = 0;
            while (line < input.length && input[line] != '\n') {
                line++;
            }
            String type = new String(input, 0, line, StandardCharsets.ISO_8859_1).replaceAll("[^a-z+/.;=-]", "");
            byte[] body = Arrays.copyOfRange(input, Math.min(line + 1, input.length), input.length);
            String text = new String(body, StandardCharsets.ISO_8859_1);
            String collection = COLLECTIONS.get(text.contains("containers") ? 0 : 1);
            String query = "?fieldManager=fuzz" + (type.contains("apply") ? "&force=true" : "&dryRun=All");
            return new RequestTarget.Request("PATCH", collection + "/target" + query, type, body);
        });
    }

    private static Target query(String name, List<byte[]> seeds) {
        return new RequestTarget(name, seeds, input -> {
            int hash = Math.floorMod(Arrays.hashCode(input), 97);
            return new RequestTarget.Request(
                    "GET", COLLECTIONS.get(hash % COLLECTIONS.size()) + "?" + escaped(input), "", new byte[0]);
        });
    }

    private static byte[] token(String json) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        return ("limit=1&continue=" + encoded).getBytes(StandardCharsets.UTF_8);
    }

    private static Target paths() {
        List<byte[]> seeds = Corpus.lines(
                "GET /api/v1/namespaces/default/configmaps/a",
                "GET /apis/apps/v1/deployments?limit=1",
                "GET /api/v1/watch/namespaces/default/configmaps/a?timeoutSeconds=1",
                "GET /apis/apps/v1/namespaces/default/deployments/web/scale",
                "PUT /apis/apps/v1/namespaces/default/deployments/web/status",
                "DELETE /api/v1/namespaces/default/secrets?labelSelector=a",
                "GET /openapi/v3/apis/apps/v1?hash=AB",
                "GET /livez/ping?verbose&exclude=a",
                "OPTIONS /api/v1/namespaces",
                "HEAD /version",
                "GET /apis/policy.karmada.io/v1alpha1/propagationpolicies",
                "GET /",
                "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews");
        return new RequestTarget("paths", seeds, input -> {
            String text = escaped(input);
            int space = text.indexOf("%20");
            String method = space < 0 ? "GET" : text.substring(0, space).replaceAll("[^A-Z]", "");
            String path = space < 0 ? text : text.substring(space + 3);
            return new RequestTarget.Request(
                    method.isEmpty() ? "GET" : method, path.isEmpty() ? "/" : path, "", new byte[0]);
        });
    }

    /** What would end the request line is escaped, and half of what is beyond ASCII. */
    private static String escaped(byte[] input) {
        StringBuilder out = new StringBuilder();
        for (byte each : input) {
            int value = each & 0xFF;
            if (value <= ' ' || value == 0x7F || (value > 0x7F && value % 2 == 0)) {
                out.append('%').append(String.format("%02X", value));
            } else {
                out.append((char) value);
            }
        }
        return out.toString();
    }
}
