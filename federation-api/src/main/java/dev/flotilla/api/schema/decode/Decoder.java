package dev.flotilla.api.schema.decode;

import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.status.StatusException;
import dev.flotilla.api.store.ObjectJson;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a request's body into the object a kube-apiserver would have after decoding it: fields it does not know are
 * left out and reported, quantities and times are in their canonical form, and zero values stand where Go would write
 * them. A body that cannot be understood is refused with 400 and Kubernetes' own words.
 */
public final class Decoder {
    private static final JsonFactory FACTORY = ObjectJson.mapper().tokenStreamFactory();
    private static final int SUMMARY_BYTES = 30;

    private Decoder() {}

    /** A body's media type. */
    public enum Form {
        JSON,
        YAML,
        PROTOBUF
    }

    /** Field validation {@code Strict}: any problem is a refusal. */
    public static ObjectNode strict(byte[] body, Form form, Expected expected) {
        Decoded decoded = decode(body, form, expected);
        refuseProblems(decoded, expected);
        return decoded.object();
    }

    /** Refuses with 400 what {@link Decoded#problems} holds, if anything. */
    public static void refuseProblems(Decoded decoded, Expected expected) {
        if (!decoded.problems().isEmpty()) {
            Envelope named = new Envelope(expected.apiVersion(), expected.kind());
            String all = String.join(", ", decoded.problems());
            throw refusal(named, expected, "strict decoding error: " + all).exception();
        }
    }

    /** @throws StatusException with 400 if the body cannot be understood as what is expected */
    public static Decoded decode(byte[] body, Form form, Expected expected) {
        return switch (form) {
            case JSON -> json(body, expected);
            case YAML -> yaml(body, expected);
            case PROTOBUF -> protobuf(body, expected);
        };
    }

    /** What Go says of bytes that should be a JSON object; empty if they are one. */
    public static Optional<String> objectComplaint(byte[] json) {
        Optional<String> malformed = GoSyntax.complaint(json);
        if (malformed.isPresent()) {
            return malformed;
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken first = parser.nextToken();
            String into = " into Go value of type map[string]interface {}";
            return first == JsonToken.START_OBJECT || first == JsonToken.VALUE_NULL
                    ? Optional.empty()
                    : Optional.of("json: cannot unmarshal " + LeafReader.describe(first) + into);
        } catch (JacksonException e) {
            return Optional.of(e.getOriginalMessage());
        }
    }

    /** The same for a tree, as a patch leaves it. */
    public static Decoded decode(ObjectNode tree, Expected expected) {
        Supplier<JsonParser> tokens = () -> ObjectJson.mapper().treeAsTokens(tree);
        Supplier<byte[]> body = () -> ObjectJson.mapper().writeValueAsBytes(tree);
        JsonNode apiVersion = tree.path("apiVersion");
        JsonNode kind = tree.path("kind");
        return apiVersion.isString() && kind.isString()
                ? decode(Envelope.of(apiVersion.asString(), kind.asString()), tokens, body, expected, List.of())
                : decode(tokens, body, expected, List.of());
    }

    /**
     * A YAML or JSON body as it stands, as server-side apply takes it: what is left out there is not to be owned.
     *
     * @throws StatusException with 400 if it is no object
     */
    public static ObjectNode untyped(byte[] body) {
        try {
            if (new YamlReader().read(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (DecodeFailure e) {
            throw StatusError.badRequest("error decoding YAML: " + e.text()).exception();
        }
        throw StatusError.badRequest("error decoding YAML: the body must be an object")
                .exception();
    }

    private static Decoded json(byte[] body, Expected expected) {
        return decode(() -> FACTORY.createParser(ObjectReadContext.empty(), body), () -> body, expected, List.of());
    }

    private static Decoded yaml(byte[] body, Expected expected) {
        YamlReader reader = new YamlReader();
        JsonNode tree;
        try {
            tree = reader.read(body);
        } catch (DecodeFailure e) {
            throw unrecognised(expected, e.text(), () -> body).exception();
        }
        return decode(() -> ObjectJson.mapper().treeAsTokens(tree), () -> body, expected, reader.duplicates());
    }

    private static Decoded decode(
            Supplier<JsonParser> tokens, Supplier<byte[]> body, Expected expected, List<String> otherProblems) {
        return decode(envelope(tokens, body, expected), tokens, body, expected, otherProblems);
    }

    private static Envelope envelope(Supplier<JsonParser> tokens, Supplier<byte[]> body, Expected expected) {
        try (JsonParser parser = tokens.get()) {
            return Envelope.read(parser);
        } catch (JacksonException e) {
            String complaint = GoSyntax.complaint(body.get()).orElse(e.getOriginalMessage());
            throw unrecognised(expected, Envelope.malformed(complaint).text(), body)
                    .exception();
        } catch (DecodeFailure e) {
            String complaint = GoSyntax.complaint(body.get())
                    .map(each -> Envelope.malformed(each).text())
                    .orElse(e.text());
            throw unrecognised(expected, complaint, body).exception();
        }
    }

    private static Decoded decode(
            Envelope envelope,
            Supplier<JsonParser> tokens,
            Supplier<byte[]> body,
            Expected expected,
            List<String> otherProblems) {
        Envelope named = identify(envelope, body, expected);
        Problems problems = new Problems();
        try (JsonParser parser = tokens.get()) {
            parser.nextToken();
            ObjectNode object = expected.custom()
                    ? CustomDecoder.decode(parser, expected.schema(), problems)
                    : new JsonDecoder(parser, problems).decode(expected.schema());
            requireSameKind(object, named, expected);
            return new Decoded(withKind(object, named), joined(otherProblems, problems.found()));
        } catch (DecodeFailure e) {
            throw refusal(named, expected, e.text()).exception();
        }
    }

    private static Decoded protobuf(byte[] body, Expected expected) {
        if (expected.custom()) {
            throw StatusError.unsupportedMediaType("the body of the request was in an unknown format - accepted media"
                            + " types include: application/json, application/yaml")
                    .exception();
        }
        try {
            ProtobufDecoder.Message message = ProtobufDecoder.open(body);
            Envelope named = identify(new Envelope(message.apiVersion(), message.kind()), () -> body, expected);
            return new Decoded(withKind(message.decode(expected.schema()), named), List.of());
        } catch (DecodeFailure e) {
            throw unrecognised(expected, e.text(), () -> body).exception();
        }
    }

    /** Whether the body is what is expected; what it leaves out is taken from there, less for a custom resource. */
    private static Envelope identify(Envelope envelope, Supplier<byte[]> body, Expected expected) {
        if (envelope.apiVersion().chars().filter(c -> c == '/').count() > 1) {
            throw unrecognised(expected, "unexpected GroupVersion string: " + envelope.apiVersion(), body)
                    .exception();
        }
        if (expected.custom()) {
            requireKind(envelope, body, expected);
            requireVersion(envelope, expected);
            return envelope;
        }
        Envelope named = new Envelope(
                envelope.apiVersion().isEmpty() ? expected.apiVersion() : envelope.apiVersion(),
                envelope.kind().isEmpty() ? expected.kind() : envelope.kind());
        if (expected.apiVersion().isEmpty()) {
            requireRegistered(named, expected);
            return named;
        }
        Envelope wanted = new Envelope(expected.apiVersion(), expected.kind());
        if (!named.kind().equals(wanted.kind()) || !named.group().equals(wanted.group())) {
            throw refusal(named, expected, otherKind(named, wanted)).exception();
        }
        requireVersion(named, expected);
        return named;
    }

    private static void requireRegistered(Envelope named, Expected expected) {
        if (!named.kind().equals(expected.kind())) {
            String version = named.apiVersion().isEmpty() ? "meta.k8s.io/v1" : named.apiVersion();
            throw StatusError.badRequest(unregistered(named.kind(), version)).exception();
        }
    }

    private static void requireVersion(Envelope named, Expected expected) {
        if (!named.apiVersion().equals(expected.apiVersion())) {
            throw StatusError.badRequest("the API version in the data (" + named.apiVersion()
                            + ") does not match the expected API version (" + expected.apiVersion() + ")")
                    .exception();
        }
    }

    private static void requireKind(Envelope envelope, Supplier<byte[]> body, Expected expected) {
        if (envelope.kind().isEmpty()) {
            String shown = new String(body.get(), StandardCharsets.UTF_8);
            throw unrecognised(expected, "Object 'Kind' is missing in '" + shown + "'", body)
                    .exception();
        }
    }

    /** Of a custom resource Kubernetes judges the kind as it judges the rest of the object. */
    private static void requireSameKind(ObjectNode object, Envelope named, Expected expected) {
        if (!named.kind().equals(expected.kind())) {
            String name = object.path("metadata").path("name").asString("");
            FieldError error = FieldError.invalid("kind", GoText.quoted(named.kind()), "must be " + expected.kind());
            throw StatusError.invalid(named.group(), named.kind(), name, List.of(error))
                    .exception();
        }
    }

    private static String otherKind(Envelope named, Envelope wanted) {
        boolean known =
                KubernetesSchema.get().kind(named.apiVersion(), named.kind()).isPresent();
        return known
                ? "converting (" + named.version() + "." + named.kind() + ") to (" + internalPackage(wanted) + "."
                        + wanted.kind() + "): unknown conversion"
                : unregistered(named.kind(), named.apiVersion());
    }

    private static String unregistered(String kind, String version) {
        return "no kind \"" + kind + "\" is registered for version \"" + version
                + "\" in scheme \"pkg/runtime/scheme.go:111\"";
    }

    private static String internalPackage(Envelope expected) {
        String group = expected.group();
        return group.isEmpty() ? "core" : group.split("\\.", 2)[0];
    }

    private static StatusError refusal(Envelope named, Expected expected, String why) {
        return StatusError.badRequest(named.kind() + " in version \"" + named.version() + "\" cannot be handled as a "
                + expected.kind() + ": " + why);
    }

    private static StatusError unrecognised(Expected expected, String why, Supplier<byte[]> body) {
        return StatusError.badRequest("the object provided is unrecognized (must be of type " + expected.kind() + "): "
                + why + " (" + summary(body.get()) + ")");
    }

    private static String summary(byte[] body) {
        if (body.length == 0) {
            return "<empty>";
        }
        int shown = Math.min(body.length, SUMMARY_BYTES);
        String text = body[0] == '{'
                ? new String(body, 0, shown, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(body, 0, shown);
        return shown < body.length ? text + " ..." : text;
    }

    private static ObjectNode withKind(ObjectNode object, Envelope named) {
        if (object.path("kind").asString("").equals(named.kind())
                && object.path("apiVersion").asString("").equals(named.apiVersion())) {
            return object;
        }
        ObjectNode complete = ObjectJson.mapper().createObjectNode();
        complete.put("kind", named.kind()).put("apiVersion", named.apiVersion());
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            complete.set(field.getKey(), field.getValue());
        }
        return complete.put("kind", named.kind()).put("apiVersion", named.apiVersion());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return second.isEmpty()
                ? first
                : Stream.concat(first.stream(), second.stream()).toList();
    }
}
