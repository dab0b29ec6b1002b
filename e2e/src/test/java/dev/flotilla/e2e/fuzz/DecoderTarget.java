package dev.flotilla.e2e.fuzz;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.schema.decode.Decoded;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.schema.decode.Expected;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The same object, said as JSON and as YAML, is the same object. No sockets: the decoder alone. */
final class DecoderTarget implements Target {
    /** YAML's own limit for names on one line is 1024, with their quotes and escapes. */
    private static final int YAML_KEY_MAX = 150;

    /** What JSON may hold as it is and YAML may not, and halves of surrogate pairs. */
    private static final Pattern NO_YAML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\x7E\\x85\\xA0-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    @Override
    public String name() {
        return "decoder";
    }

    @Override
    public List<byte[]> seeds() {
        return Corpus.files("json");
    }

    @Override
    public void attempt(byte[] input, FuzzServer server) throws Violation {
        Optional<ObjectNode> tree = parsed(input);
        if (tree.isEmpty()) {
            return;
        }
        JsonNode kind = tree.get().path("kind");
        JsonNode version = tree.get().path("apiVersion");
        boolean known = kind.isString()
                && version.isString()
                && KubernetesSchema.get()
                        .kind(version.stringValue(), kind.stringValue())
                        .isPresent();
        if (!known || longestName(tree.get()) > YAML_KEY_MAX || holdsOtherThanLongs(tree.get())) {
            return;
        }
        String text = ObjectJson.mapper().writeValueAsString(tree.get());
        if (NO_YAML.matcher(text).find()) {
            return;
        }
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        Optional<ObjectNode> asJson = decoded(plain, Decoder.Form.JSON, version.stringValue(), kind.stringValue());
        Optional<ObjectNode> asYaml = decoded(plain, Decoder.Form.YAML, version.stringValue(), kind.stringValue());
        if (!asJson.equals(asYaml)) {
            throw new Violation("as JSON " + asJson + " but as YAML " + asYaml);
        }
    }

    /** To YAML 5.0 is the integer 5, and a number that no long holds is a fraction or a text. */
    private static boolean holdsOtherThanLongs(JsonNode node) {
        boolean other = node.isNumber() && !(node.isIntegralNumber() && node.canConvertToLong());
        return other || node.valueStream().anyMatch(DecoderTarget::holdsOtherThanLongs);
    }

    private static int longestName(JsonNode node) {
        int longest = node.propertyStream()
                .mapToInt(each -> each.getKey().length())
                .max()
                .orElse(0);
        for (JsonNode child : node) {
            longest = Math.max(longest, longestName(child));
        }
        return longest;
    }

    private static Optional<ObjectNode> parsed(byte[] input) {
        try {
            return ObjectJson.mapper().readTree(input) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<ObjectNode> decoded(byte[] body, Decoder.Form form, String version, String kind) {
        try {
            Decoded decoded = Decoder.decode(body, form, Expected.builtIn(version, kind));
            return Optional.of(decoded.object());
        } catch (StatusException refused) {
            return Optional.empty();
        }
    }
}
