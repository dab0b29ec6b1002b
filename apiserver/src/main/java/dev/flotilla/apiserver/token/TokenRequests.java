package dev.flotilla.apiserver.token;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.api.store.Snapshot;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.read.Freshness;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Remarks;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code serviceaccounts/token}: signs a token for a service account. */
public final class TokenRequests implements ResourceRequest.Answer {
    private static final GroupResource TOKEN_REQUEST = new GroupResource("authentication.k8s.io", "TokenRequest");
    private static final String ISSUED_CREDENTIAL = "authentication.kubernetes.io/issued-credential-id";
    private static final long SECONDS_DEFAULT = 3600;
    private static final long SECONDS_MIN = 600;
    private static final long SECONDS_MAX = 1L << 32;

    /** What a kubelet asks for so as to be given a token that outlives clients which do not read it anew. */
    private static final long SECONDS_TO_EXTEND = 3607;

    private static final long EXTENDED_SECONDS = 365L * 24 * 3600;

    private final TokenSettings settings;
    private final ObjectStore store;
    private final Freshness freshness;
    private final InstantSource clock;
    private final BiFunction<ResourceRequest, ObjectNode, ObjectNode> admission;

    /** @param admission gives what it makes of a posted object, or refuses it by an exception */
    public TokenRequests(
            TokenSettings settings,
            ObjectStore store,
            InstantSource clock,
            BiFunction<ResourceRequest, ObjectNode, ObjectNode> admission) {
        this.settings = settings;
        this.store = store;
        this.freshness = new Freshness(store);
        this.clock = clock;
        this.admission = admission;
    }

    @Override
    public ApiResponse handle(ResourceRequest request) {
        ObjectNode asked = admission.apply(request, Posted.read(request.http(), request.verb(), "TokenRequest"));
        String namespace = request.path().namespace();
        String name = request.path().name();
        refuseOther(asked, "name", name, name);
        refuseOther(asked, "namespace", namespace, name);
        StoredObject account = found("serviceaccounts", namespace, name);
        String uid = account.head().uid();
        String meant = asked.path("metadata").path("uid").asString("");
        if (!meant.isEmpty() && !meant.equals(uid)) {
            throw StatusError.conflict(
                            TOKEN_REQUEST,
                            name,
                            "the UID in the token request (" + meant
                                    + ") does not match the UID of the service account (" + uid + ")")
                    .exception();
        }
        JsonNode spec = asked.path("spec");
        long seconds = seconds(spec);
        List<String> audiences = audiences(spec);
        Binding binding = binding(spec.path("boundObjectRef"), namespace, name);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        boolean extended = binding.pod().isPresent()
                && seconds == SECONDS_TO_EXTEND
                && settings.audiences().containsAll(audiences);
        ServiceAccountToken token = new ServiceAccountToken(
                UUID.randomUUID().toString(),
                namespace,
                new ServiceAccountToken.Ref(name, uid),
                binding.pod(),
                binding.secret(),
                binding.node(),
                audiences,
                now,
                now,
                now.plusSeconds(extended ? EXTENDED_SECONDS : seconds),
                extended ? Optional.of(now.plusSeconds(seconds)) : Optional.empty());
        Remarks.annotate(ISSUED_CREDENTIAL, "JTI=" + token.id());
        return ApiResponse.json(201, answer(asked, token, seconds, now));
    }

    private ObjectNode answer(ObjectNode asked, ServiceAccountToken token, long seconds, Instant now) {
        JsonNode ref = asked.path("spec").path("boundObjectRef");
        ObjectNode answer = ObjectJson.mapper().createObjectNode();
        answer.put("kind", "TokenRequest").put("apiVersion", Posted.API_VERSION);
        answer.putObject("metadata")
                .put("name", token.account().name())
                .put("namespace", token.namespace())
                .put("uid", token.account().uid())
                .put("creationTimestamp", now.toString());
        ObjectNode spec = answer.putObject("spec");
        token.audiences().forEach(spec.putArray("audiences")::add);
        spec.put("expirationSeconds", seconds);
        spec.set("boundObjectRef", ref.isObject() ? ref : ObjectJson.mapper().nullNode());
        answer.putObject("status")
                .put(
                        "token",
                        Jws.sign(
                                token.claims(settings.issuer()),
                                settings.keys().get().signer()))
                .put("expirationTimestamp", now.plusSeconds(seconds).toString());
        return answer;
    }

    private static void refuseOther(ObjectNode asked, String field, String expected, String name) {
        String given = asked.path("metadata").path(field).asString("");
        if (!given.isEmpty() && !given.equals(expected)) {
            throw invalid(
                    name,
                    FieldError.invalid(
                            "metadata." + field,
                            "\"" + given + "\"",
                            "must match the service account " + field + " if specified"));
        }
    }

    private static long seconds(JsonNode spec) {
        JsonNode given = spec.path("expirationSeconds");
        long seconds = given.isNumber() ? given.asLong() : SECONDS_DEFAULT;
        if (seconds < SECONDS_MIN) {
            throw invalid("", expiration(seconds, "may not specify a duration less than 10 minutes"));
        }
        if (seconds > SECONDS_MAX) {
            throw invalid("", expiration(seconds, "may not specify a duration larger than 2^32 seconds"));
        }
        return seconds;
    }

    private static FieldError expiration(long seconds, String why) {
        return FieldError.invalid("spec.expirationSeconds", Long.toString(seconds), why);
    }

    private List<String> audiences(JsonNode spec) {
        List<String> audiences = new ArrayList<>();
        spec.path("audiences").forEach(each -> audiences.add(each.asString("")));
        return audiences.isEmpty() ? settings.audiences() : audiences;
    }

    private record Binding(
            Optional<ServiceAccountToken.Ref> pod,
            Optional<ServiceAccountToken.Ref> secret,
            Optional<ServiceAccountToken.Ref> node) {}

    private Binding binding(JsonNode ref, String namespace, String account) {
        if (!ref.isObject()) {
            return new Binding(Optional.empty(), Optional.empty(), Optional.empty());
        }
        String version = ref.path("apiVersion").asString("");
        String kind = ref.path("kind").asString("");
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        return switch (group + "/" + kind) {
            case "/Pod" -> {
                StoredObject pod = bound(ref, "pods", namespace);
                JsonNode spec = pod.tree().path("spec");
                if (!spec.path("serviceAccountName").asString("").equals(account)) {
                    throw StatusError.badRequest("cannot bind token for serviceaccount \"" + account
                                    + "\" to pod running with different serviceaccount name.")
                            .exception();
                }
                yield new Binding(
                        ref(pod), Optional.empty(), nodeOf(spec.path("nodeName").asString("")));
            }
            case "/Secret" -> new Binding(Optional.empty(), ref(bound(ref, "secrets", namespace)), Optional.empty());
            case "/Node" -> new Binding(Optional.empty(), Optional.empty(), ref(bound(ref, "nodes", "")));
            default ->
                throw StatusError.badRequest("cannot bind token to object of type "
                                + (version.contains("/") ? version : "/" + version) + ", Kind=" + kind)
                        .exception();
        };
    }

    private StoredObject bound(JsonNode ref, String plural, String namespace) {
        String name = ref.path("name").asString("");
        StoredObject object = found(plural, namespace, name);
        String meant = ref.path("uid").asString("");
        if (!meant.isEmpty() && !meant.equals(object.head().uid())) {
            throw StatusError.conflict(
                            new GroupResource("", object.head().kind()),
                            name,
                            "the UID in the bound object reference (" + meant
                                    + ") does not match the UID in record. The object might have been deleted and"
                                    + " then recreated")
                    .exception();
        }
        return object;
    }

    private Optional<ServiceAccountToken.Ref> nodeOf(String name) {
        return name.isEmpty()
                ? Optional.empty()
                : TokenValidity.found(store.snapshot(), "nodes", "", name)
                        .map(node ->
                                new ServiceAccountToken.Ref(name, node.head().uid()))
                        .or(() -> Optional.of(new ServiceAccountToken.Ref(name, "")));
    }

    private static Optional<ServiceAccountToken.Ref> ref(StoredObject object) {
        return Optional.of(
                new ServiceAccountToken.Ref(object.key().name(), object.head().uid()));
    }

    private StoredObject found(String plural, String namespace, String name) {
        Snapshot local = freshness.local();
        return TokenValidity.found(local, plural, namespace, name)
                .or(() -> TokenValidity.found(freshness.notOlderThan(""), plural, namespace, name))
                .orElseThrow(() -> StatusError.notFound(new GroupResource("", plural), name)
                        .exception());
    }

    private static RuntimeException invalid(String name, FieldError error) {
        return StatusError.invalid("authentication.k8s.io", "TokenRequest", name, List.of(error))
                .exception();
    }
}
