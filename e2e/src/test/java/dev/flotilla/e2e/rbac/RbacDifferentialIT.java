package dev.flotilla.e2e.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.apiserver.rbac.RbacAuthorizer;
import dev.flotilla.e2e.member.Answer;
import dev.flotilla.e2e.member.Api;
import dev.flotilla.e2e.member.RealApiServerMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a kube-apiserver and a server of ours, which hold the same random policy, the same questions. */
@Timeout(300)
final class RbacDifferentialIT {
    private static final long SEED = Long.getLong("rbac.seed", 20_261_126);
    private static final int QUESTIONS = Integer.getInteger("rbac.questions", 10_000);
    private static final int LISTINGS = Integer.getInteger("rbac.listings", 200);
    private static final int GRANTS = Integer.getInteger("rbac.grants", 800);
    private static final int ASKERS = 8;
    private static final int TOLD_MAX = 10;

    private static Optional<RealApiServerMember> real = Optional.empty();
    private static Optional<OurServer> own = Optional.empty();

    @BeforeAll
    static void load() {
        real = RealApiServerMember.find();
        assumeTrue(real.isPresent(), RealApiServerMember.SKIPPED);
        own = Optional.of(new OurServer());
        both().load(Stream.concat(new RandomPolicy(Chance.of(SEED)).all().stream(), Managers.policy().stream())
                .toList());
    }

    @AfterAll
    static void end() {
        own.ifPresent(OurServer::close);
        real.ifPresent(RealApiServerMember::close);
    }

    @Test
    void subjectAccessReviewsAreAnsweredAlikeAndForTheSameReasons() {
        RbacAuthorizer judge = own.orElseThrow().authorizer();
        AtomicInteger allowed = new AtomicInteger();
        AtomicInteger sameReason = new AtomicInteger();
        List<String> differences = compare(QUESTIONS, seed -> {
            Question question = Question.random(Chance.of(seed));
            JsonNode theirs = Both.ask(both().theirs(), question).at("/status");
            JsonNode ours = Both.ask(both().ours(), question).at("/status");
            if (theirs.path("allowed").asBoolean(false)) {
                allowed.incrementAndGet();
            }
            if (theirs.equals(ours)) {
                sameReason.incrementAndGet();
                return Optional.empty();
            }
            return alike(theirs, ours, judge, question)
                    ? Optional.empty()
                    : Optional.of(question + ": theirs " + theirs + ", ours " + ours);
        });

        System.out.println("rbac: " + QUESTIONS + " SubjectAccessReviews, seeds from " + SEED + ", " + allowed
                + " allowed, " + sameReason + " with the same first reason, " + differences.size() + " differ");
        assertThat(differences.stream().limit(TOLD_MAX)).isEmpty();
        assertThat(allowed.get()).isBetween(QUESTIONS / 20, QUESTIONS - QUESTIONS / 20);
    }

    /** A kube-apiserver looks at bindings in no order, and so names any of the reasons. */
    private static boolean alike(JsonNode theirs, JsonNode ours, RbacAuthorizer judge, Question question) {
        String reason = theirs.path("reason").asString("");
        if (!theirs.path("allowed").equals(ours.path("allowed"))) {
            return false;
        }
        return theirs.path("allowed").asBoolean(false)
                ? judge.reasons(question.user(), question.access()).contains(reason)
                : parts(reason).equals(parts(ours.path("reason").asString("")));
    }

    /** What a refusal mentions, without the order. */
    private static Set<String> parts(String reason) {
        return Set.of(reason.replaceAll("^(RBAC: )?\\[?|\\]$", "").split(", "));
    }

    @Test
    void listsOfRulesAreTheSameSets() {
        List<String> differences = compare(LISTINGS, seed -> {
            Chance chance = Chance.of(seed);
            Impersonated user = new Impersonated(Question.user(chance));
            ObjectNode review = ObjectJson.mapper().createObjectNode();
            review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectRulesReview");
            review.putObject("spec").put("namespace", chance.one(World.NAMESPACES));
            String path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
            JsonNode theirs =
                    user.send(both().theirs(), "POST", path, review).expect(201).at("/status");
            JsonNode ours =
                    user.send(both().ours(), "POST", path, review).expect(201).at("/status");
            boolean same = set(theirs.path("resourceRules")).equals(set(ours.path("resourceRules")))
                    && set(theirs.path("nonResourceRules")).equals(set(ours.path("nonResourceRules")))
                    && theirs.path("incomplete").equals(ours.path("incomplete"))
                    && parts(theirs.path("evaluationError").asString(""))
                            .equals(parts(ours.path("evaluationError").asString("")));
            return same ? Optional.empty() : Optional.of(user + ": theirs " + theirs + ", ours " + ours);
        });

        System.out.println("rbac: " + LISTINGS + " SelfSubjectRulesReviews, " + differences.size() + " differ");
        assertThat(differences.stream().limit(TOLD_MAX)).isEmpty();
    }

    private static Set<String> set(JsonNode rules) {
        return rules.valueStream().map(JsonNode::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void nobodyGrantsMoreHereThanThere() {
        AtomicInteger granted = new AtomicInteger();
        List<String> differences = compare(GRANTS, seed -> {
            Chance chance = Chance.of(seed);
            Impersonated user = new Impersonated(Managers.user(chance));
            Managers.Grant grant = Managers.grant(chance);
            Answer theirs = user.send(both().theirs(), grant.method(), grant.path(), grant.object());
            Answer ours = user.send(both().ours(), grant.method(), grant.path(), grant.object());
            if (theirs.code() < 300) {
                granted.incrementAndGet();
            }
            boolean same = theirs.code() == ours.code()
                    && theirs.reason().equals(ours.reason())
                    && theirs.message().equals(ours.message());
            return same
                    ? Optional.empty()
                    : Optional.of(user + " " + grant + ":\n  theirs " + theirs.code() + " " + theirs.body(900)
                            + "\n  ours " + ours.code() + " " + ours.body(900));
        });

        System.out.println("rbac: " + GRANTS + " grants, " + granted + " allowed, " + differences.size() + " differ");
        assertThat(differences.stream().limit(TOLD_MAX)).isEmpty();
        assertThat(granted.get()).isBetween(GRANTS / 20, GRANTS - GRANTS / 20);
    }

    @Test
    void defaultRolesHoldTheSameRights() {
        List<String> differences = new ArrayList<>();
        for (String kind : List.of("clusterroles", "clusterrolebindings")) {
            for (JsonNode ours : list(both().ours(), kind)) {
                String name = ours.path("metadata").path("name").asString("");
                boolean common = !name.startsWith("flotilla:")
                        && !ours.path("aggregationRule").isObject();
                if (common && ours.path("metadata").path("labels").has("kubernetes.io/bootstrapping")) {
                    JsonNode theirs = both().theirs()
                            .get(World.ROLES_PATH + kind + "/" + name)
                            .expect(200)
                            .json();
                    boolean same = Stream.of("rules", "roleRef", "subjects")
                                    .allMatch(field -> theirs.path(field).equals(ours.path(field)))
                            && theirs.path("metadata")
                                    .path("labels")
                                    .equals(ours.path("metadata").path("labels"))
                            && theirs.path("metadata")
                                    .path("annotations")
                                    .equals(ours.path("metadata").path("annotations"));
                    if (!same) {
                        differences.add("theirs " + theirs + "\nours " + ours);
                    }
                }
            }
        }

        assertThat(differences).isEmpty();
    }

    private static List<JsonNode> list(Api api, String kind) {
        return api.get(World.ROLES_PATH + kind)
                .expect(200)
                .at("/items")
                .valueStream()
                .toList();
    }

    /** Several at once; each number is a seed of its own. */
    private static List<String> compare(int count, IntFunction<Optional<String>> one) {
        ConcurrentLinkedQueue<String> differences = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        List<Thread> askers = IntStream.range(0, ASKERS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        int seed = (int) SEED + i;
                        try {
                            one.apply(seed).ifPresent(found -> differences.add("seed " + seed + ": " + found));
                        } catch (RuntimeException | AssertionError failed) {
                            differences.add("seed " + seed + ": " + failed);
                        }
                    }
                }))
                .toList();
        for (Thread asker : askers) {
            try {
                asker.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", interrupted);
            }
        }
        return List.copyOf(differences);
    }

    private static Both both() {
        return new Both(real.orElseThrow().api(), own.orElseThrow().api());
    }
}
