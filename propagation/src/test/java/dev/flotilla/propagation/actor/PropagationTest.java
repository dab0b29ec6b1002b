package dev.flotilla.propagation.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flotilla.api.fleet.SliceAssignment;
import dev.flotilla.api.fleet.SliceGuard;
import dev.flotilla.api.fleet.Slices;
import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.naming.Marks;
import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.store.Write;
import dev.flotilla.api.types.FederationTypes;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.api.work.BindingSpec;
import dev.flotilla.api.work.BindingStatus;
import dev.flotilla.propagation.CopyPlan;
import dev.flotilla.propagation.HubState;
import dev.flotilla.propagation.Interpreters;
import dev.flotilla.propagation.MemberKind;
import dev.flotilla.propagation.MemberTarget;
import dev.flotilla.propagation.Rendering;
import dev.flotilla.propagation.StatusSummary;
import dev.flotilla.propagation.member.MemberReply;
import dev.flotilla.runtime.Ownership;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class PropagationTest {
    private static final String HUB = "hub-1";
    private static final MemberTarget CART =
            new MemberTarget(new MemberKind("apps", "v1", "Deployment", "deployments", true), "shop", "cart");
    private static final ObjectKey BINDING = new ObjectKey(BindingKinds.RESOURCE_BINDING, "shop", "cart-deployment");

    private final InMemoryObjectStore store = new InMemoryObjectStore(List.of(new SliceGuard()));
    private Ownership ownership = Ownership.everything();
    private final Map<String, FakeMember> members = Map.of("eu-1", new FakeMember(), "us-1", new FakeMember());
    private final FakeMember eu = members.get("eu-1");
    private final FakeMember us = members.get("us-1");
    private ActorTestKit kit;

    @BeforeEach
    void startActors() {
        kit = ActorTestKit.create();
        members.keySet().forEach(this::join);
    }

    @AfterEach
    void stopActors() {
        kit.shutdownTestKit();
    }

    private void start() {
        Interpreters interpreters = new Interpreters();
        Rendering rendering = new Rendering(HUB, HubState.templates(), interpreters);
        EffectCommits effects = new EffectCommits(new ObjectLifecycle(FederationTypes::rules), HubState.CATALOG::at);
        kit.spawn(Propagation.create(new PropagationSettings(
                HUB,
                store,
                ownership,
                effects::commit,
                access -> members.get(access.kubeconfig().orElseThrow()),
                new CopyPlan(HubState.templates(), rendering),
                interpreters,
                new StatusSummary(HubState.templates(), interpreters),
                InstantSource.system(),
                new SimpleMeterRegistry())));
    }

    private void join(String name) {
        String kubeconfig = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        put("{'apiVersion':'v1','kind':'Secret','metadata':{'name':'" + name
                + "','namespace':'karmada-cluster'},'data':{'kubeconfig':'" + kubeconfig + "'}}");
        put("{'apiVersion':'cluster.karmada.io/v1alpha1','kind':'Cluster','metadata':{'name':'" + name
                + "'},'spec':{'syncMode':'Push','secretRef':{'namespace':'karmada-cluster','name':'" + name
                + "'}},'status':{'conditions':[{'type':'Ready','status':'True','reason':'ClusterReady','message':'',"
                + "'lastTransitionTime':'2026-11-24T00:00:00Z'}]}}");
    }

    private void put(String text) {
        put(HubState.json(text));
    }

    private void put(ObjectNode object) {
        StoredObject stored = new HubState().put(object);
        store.commit(new Commit(
                List.of(new Write.Put(stored.key(), stored.storedJson())), List.of(), Commit.Origin.CLIENT, "test"));
    }

    private void cart(int replicas) {
        put(new HubState().deployment(replicas).tree());
    }

    private void bind(String restOfSpec) {
        long generation = store.snapshot()
                        .get(BINDING)
                        .map(found -> found.head().generation())
                        .orElse(0L)
                + 1;
        ObjectNode binding = new HubState().binding(restOfSpec, "{}").tree();
        binding.withObject("/metadata").put("generation", generation).remove("resourceVersion");
        store.snapshot()
                .get(BINDING)
                .ifPresent(before -> binding.set("status", before.tree().path("status")));
        put(binding);
    }

    private BindingSpec spec() {
        return BindingSpec.of(store.snapshot().get(BINDING).orElseThrow().tree());
    }

    private BindingStatus status() {
        return BindingStatus.of(store.snapshot().get(BINDING).orElseThrow().tree());
    }

    private static boolean has(FakeMember member) {
        return member.find(CART.path()).isPresent();
    }

    private static void ready(FakeMember member) {
        member.change(CART, object -> {
            int replicas = object.at("/spec/replicas").asInt();
            object.set(
                    "status",
                    HubState.json(("{'observedGeneration':%d,'replicas':%d,'updatedReplicas':%d,"
                                    + "'readyReplicas':%d,'availableReplicas':%d}")
                            .formatted(
                                    object.at("/metadata/generation").asInt(),
                                    replicas,
                                    replicas,
                                    replicas,
                                    replicas)));
        });
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .ignoreException(NoSuchElementException.class)
                .untilAsserted(assertion);
    }

    @Test
    void copiesAndTellsHowTheCopiesAre() {
        cart(3);
        bind(",'clusters':[{'name':'eu-1','replicas':3},{'name':'us-1','replicas':3}]");
        start();
        eventually(() -> assertThat(has(eu) && has(us)).isTrue());

        ready(eu);
        ready(us);

        eventually(() -> {
            assertThat(status().condition(BindingStatus.FULLY_APPLIED)
                            .orElseThrow()
                            .isTrue())
                    .isTrue();
            assertThat(status().aggregatedStatus()).allMatch(item -> item.health() == BindingStatus.Health.HEALTHY);
            ObjectKey template = ObjectKey.of("apps", "deployments", "shop", "cart");
            assertThat(store.snapshot()
                            .get(template)
                            .orElseThrow()
                            .tree()
                            .at("/status/readyReplicas")
                            .asInt())
                    .isEqualTo(6);
        });
    }

    /** The node's own members, and then another node's too. */
    @Test
    void actsOnMembersOfItsSlicesAndTellsOfThemAlone() {
        ownership = Ownership.assigned("here", () -> true);
        int slice = Slices.of(ObjectKey.of("cluster.karmada.io", "clusters", "", "eu-1"));
        assertThat(Slices.of(ObjectKey.of("cluster.karmada.io", "clusters", "", "us-1")))
                .isNotEqualTo(slice);
        SliceAssignment one = new SliceAssignment(
                1,
                IntStream.range(0, Slices.COUNT)
                        .mapToObj(each -> new SliceAssignment.Holder(each == slice ? "here" : "there", 1))
                        .toList());
        put(one.object());
        cart(3);
        bind(",'clusters':[{'name':'eu-1'},{'name':'us-1'}]");
        start();

        eventually(() -> assertThat(status().of("eu-1").orElseThrow().applied()).isTrue());
        assertThat(has(us)).isFalse();
        assertThat(status().of("us-1")).isEmpty();

        put(SliceAssignment.over(Optional.of(one), new TreeSet<>(Set.of("here")))
                .orElseThrow()
                .object());

        eventually(() -> assertThat(status().of("us-1").orElseThrow().applied()).isTrue());
    }

    @Test
    void leavesMembersAloneWhileTheNodeIsBehindTheLog() {
        AtomicBoolean current = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        ownership = Ownership.assigned("here", () -> asked.incrementAndGet() > 0 && current.get());
        put(SliceAssignment.over(Optional.empty(), new TreeSet<>(Set.of("here")))
                .orElseThrow()
                .object());
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() -> assertThat(asked.get()).isPositive());
        assertThat(eu.writes()).isZero();

        current.set(true);

        eventually(() -> assertThat(has(eu)).isTrue());
    }

    @Test
    void putsRightWhatOthersChangeOrDelete() {
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() -> assertThat(status().of("eu-1").orElseThrow().applied()).isTrue());

        eu.change(CART, object -> object.withObject("/spec").put("replicas", 9));
        eventually(() -> assertThat(
                        eu.find(CART.path()).orElseThrow().at("/spec/replicas").asInt())
                .isEqualTo(3));

        eu.lose(CART);
        eventually(() -> assertThat(has(eu)).isTrue());
    }

    @Test
    void putsRightWhatOthersChangeBeforeItsCreationIsAnswered() {
        eu.holdAnswers();
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() -> assertThat(has(eu)).isTrue());
        eu.change(CART, object -> object.withObject("/spec").put("replicas", 9));

        eu.answer();

        eventually(() -> assertThat(
                        eu.find(CART.path()).orElseThrow().at("/spec/replicas").asInt())
                .isEqualTo(3));
    }

    @Test
    void deletesOnlyWhatALoggedRemovalNames() {
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() -> assertThat(has(eu)).isTrue());

        bind(",'clusters':[{'name':'us-1'}]");
        eventually(() -> assertThat(has(us)).isTrue());
        assertThat(has(eu)).isTrue();

        bind(",'removing':[{'cluster':'eu-1','why':'TemplateDeleted'},{'cluster':'us-1','why':'TemplateDeleted'}]");
        eventually(() -> {
            assertThat(has(eu) || has(us)).isFalse();
            assertThat(spec().removing()).isEmpty();
        });
    }

    @Test
    void movesNewFirstThenOld() {
        cart(3);
        bind(",'clusters':[{'name':'eu-1','replicas':3}]");
        start();
        eventually(() -> assertThat(has(eu)).isTrue());

        bind(",'clusters':[{'name':'us-1','replicas':3}],'removing':[{'cluster':'eu-1','why':'Moved'}]");
        eventually(() -> assertThat(status().of("us-1").flatMap(item -> Optional.ofNullable(item.applied())))
                .contains(true));
        assertThat(has(eu)).isTrue();

        ready(us);
        eventually(() -> {
            assertThat(has(eu)).isFalse();
            assertThat(spec().removing()).isEmpty();
        });
        assertThat(has(us)).isTrue();
    }

    @Test
    void leavesOthersObjectsAloneUnlessToldToOverwrite() {
        ObjectNode foreign = HubState.json("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'cart',"
                + "'namespace':'shop'},'spec':{'replicas':1}}");
        eu.put(CART, foreign);
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() ->
                assertThat(status().of("eu-1").orElseThrow().appliedMessage()).contains("Overwrite"));
        assertThat(eu.find(CART.path()).orElseThrow().at("/spec/replicas").asInt())
                .isEqualTo(1);

        bind(",'clusters':[{'name':'eu-1'}],'conflictResolution':'Overwrite'");

        eventually(() -> assertThat(
                        eu.find(CART.path()).orElseThrow().at("/spec/replicas").asInt())
                .isEqualTo(3));
    }

    @Test
    void leavesAloneWhatNothingInTheLogExplains() {
        ObjectNode orphan = HubState.json("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'old',"
                + "'namespace':'shop','labels':{'flotilla.dev/hub':'hub-1'},"
                + "'annotations':{'flotilla.dev/binding':'work.karmada.io/resourcebindings/shop/old-deployment'}}}");
        MemberTarget old = new MemberTarget(CART.kind(), "shop", "old");
        eu.put(old, orphan);
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();

        eventually(() -> assertThat(has(eu)).isTrue());
        assertThat(eu.find(old.path())).isPresent();
        assertThat(eu.writes()).isEqualTo(1);
    }

    @Test
    void triesAgainWhateverAMemberAnswers() {
        eu.failNext(
                new MemberReply.Unreachable("connection refused"),
                new MemberReply.Busy(503, "starting"),
                new MemberReply.NotFound("namespaces \"shop\" not found"),
                new MemberReply.Rejected(422, "invalid"));
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();

        eventually(() -> assertThat(status().of("eu-1").flatMap(item -> Optional.ofNullable(item.applied())))
                .contains(true));
    }

    @Test
    void neverWritesOverWhatWasMadeFromNewerInput() {
        ObjectNode newer = HubState.json("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'cart',"
                + "'namespace':'shop','labels':{'flotilla.dev/hub':'hub-1'},'annotations':{"
                + "'flotilla.dev/binding':'work.karmada.io/resourcebindings/shop/cart-deployment',"
                + "'flotilla.dev/input-version':'999999'}},'spec':{'replicas':8}}");
        eu.put(CART, newer);
        cart(3);
        bind(",'clusters':[{'name':'eu-1'},{'name':'us-1'}]");
        start();

        eventually(() -> assertThat(has(us)).isTrue());
        assertThat(eu.find(CART.path()).orElseThrow().at("/spec/replicas").asInt())
                .isEqualTo(8);
        assertThat(eu.writes()).isZero();
    }

    @Test
    void letsGoOfWhatThePolicyPreserves() {
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() -> assertThat(has(eu)).isTrue());

        bind(",'preserveResourcesOnDeletion':true,'removing':[{'cluster':'eu-1','why':'TemplateDeleted'}]");

        eventually(() -> assertThat(spec().removing()).isEmpty());
        ObjectNode left = eu.find(CART.path()).orElseThrow();
        assertThat(left.at("/metadata/labels").has(Marks.HUB)).isFalse();
        assertThat(left.at("/metadata/annotations").has(Marks.BINDING)).isFalse();
        assertThat(ObjectJson.encode(left)).isNotEmpty();
    }

    @Test
    void findsACopyThatALostAnswerHasLeftBeforeItConfirmsAnAbsence() {
        eu.loseNextAnswer();
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() -> assertThat(has(eu)).isTrue());

        bind(",'removing':[{'cluster':'eu-1','why':'TemplateDeleted'}]");

        eventually(() -> assertThat(spec().removing()).isEmpty());
        assertThat(has(eu)).isFalse();
    }

    @Test
    void takesNoLateAnswerForTheNewestState() {
        eu.holdAnswers();
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() -> assertThat(has(eu)).isTrue());
        ready(eu);
        eventually(
                () -> assertThat(status().of("eu-1").orElseThrow().health()).isEqualTo(BindingStatus.Health.HEALTHY));

        eu.answer();
        bind(",'removing':[{'cluster':'eu-1','why':'TemplateDeleted'}]");

        eventually(() -> assertThat(spec().removing()).isEmpty());
        assertThat(has(eu)).isFalse();
        assertThat(eu.writes()).as("a creation and a deletion").isEqualTo(2);
    }

    @Test
    void deletesACopyThatHasChangedUnheard() {
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        start();
        eventually(() -> assertThat(status().of("eu-1").orElseThrow().applied()).isTrue());
        eu.changeUnheard(CART, object -> object.withObject("/status").put("replicas", 3));

        bind(",'removing':[{'cluster':'eu-1','why':'TemplateDeleted'}]");

        eventually(() -> assertThat(spec().removing()).isEmpty());
        assertThat(has(eu)).isFalse();
    }

    @Test
    void looksAtEverythingAgainAfterAFailureOfItsOwn() {
        cart(3);
        bind(",'clusters':[{'name':'eu-1'}]");
        eu.breakFollowing(2);
        start();

        eventually(() -> assertThat(status().of("eu-1").flatMap(item -> Optional.ofNullable(item.applied())))
                .contains(true));
    }
}
