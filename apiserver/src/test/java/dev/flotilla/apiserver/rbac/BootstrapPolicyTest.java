package dev.flotilla.apiserver.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.lifecycle.EffectCommits;
import dev.flotilla.api.lifecycle.KindRules;
import dev.flotilla.api.lifecycle.ObjectLifecycle;
import dev.flotilla.api.lifecycle.SchemaRules;
import dev.flotilla.api.lifecycle.WriteContext;
import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.KubernetesSchema;
import dev.flotilla.api.store.InMemoryObjectStore;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.apiserver.controller.RoleAggregation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class BootstrapPolicyTest {
    private static final ObjectKey DISCOVERY = new ObjectKey(RbacTypes.CLUSTER_ROLES, "", "system:discovery");
    private static final ObjectKey BINDING = new ObjectKey(RbacTypes.CLUSTER_ROLE_BINDINGS, "", "system:discovery");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final BootstrapPolicy policy = BootstrapPolicy.load();
    private final EffectCommits commits = new EffectCommits(
            new ObjectLifecycle(type -> SchemaRules.of(type, Optional.empty(), KindRules.NONE)),
            _ -> KubernetesSchema.get());

    @BeforeEach
    void start() {
        commit(policy.missing(store.snapshot()));
    }

    @Test
    void isCompleteAfterOneStart() {
        assertThat(policy.missing(store.snapshot())).isEmpty();
        assertThat(PolicyRule.listOf(
                        store.snapshot().get(DISCOVERY).orElseThrow().tree()))
                .isNotEmpty();
    }

    @Test
    void restoresWhatIsMissingAndKeepsWhatUsersAdded() {
        ObjectNode role = tree(DISCOVERY);
        role.putArray("rules").addObject().set("verbs", role.arrayNode().add("get"));
        ((ObjectNode) role.path("rules").path(0)).putArray("nonResourceURLs").add("/mine");
        ObjectNode binding = tree(BINDING);
        ((ObjectNode) binding.path("subjects").path(0)).put("name", "mine");
        commit(List.of(update(DISCOVERY, role), update(BINDING, binding)));

        commit(policy.missing(store.snapshot()));

        assertThat(PolicyRule.listOf(tree(DISCOVERY)))
                .anyMatch(rule -> rule.nonResourceUrls().contains("/mine"))
                .anyMatch(rule -> rule.nonResourceUrls().contains("/openapi/*"));
        assertThat(tree(BINDING)
                        .path("subjects")
                        .valueStream()
                        .map(each -> each.path("name").asString()))
                .containsExactly("mine", "system:authenticated");
        assertThat(policy.missing(store.snapshot())).isEmpty();
    }

    @Test
    void leavesAloneWhatItsOwnerHasProtected() {
        ObjectNode role = tree(DISCOVERY);
        role.putArray("rules");
        role.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put("rbac.authorization.kubernetes.io/autoupdate", "false");
        commit(List.of(update(DISCOVERY, role)));

        assertThat(policy.missing(store.snapshot())).isEmpty();
    }

    @Test
    void bindingThatWasTurnedToAnotherRoleIsMadeAnew() {
        ObjectNode binding = tree(BINDING);
        commit(List.of(new Effect.Delete(store.snapshot().get(BINDING).orElseThrow())));
        binding.withObjectProperty("metadata").remove(List.of("uid", "resourceVersion"));
        binding.withObjectProperty("roleRef").put("name", "cluster-admin");
        commit(List.of(new Effect.Create(BINDING, binding)));

        commit(policy.missing(store.snapshot()));
        commit(policy.missing(store.snapshot()));

        assertThat(tree(BINDING).path("roleRef").path("name").asString()).isEqualTo("system:discovery");
        assertThat(policy.missing(store.snapshot())).isEmpty();
    }

    @Test
    void editGathersWhatViewGathersInTheEnd() {
        RoleAggregation aggregation = new RoleAggregation();
        for (int round = 0; round < 3; round++) {
            aggregation
                    .keys(store.snapshot())
                    .toList()
                    .forEach(key -> commit(aggregation
                            .decide(store.snapshot(), key, Instant.EPOCH)
                            .effects()));
        }

        List<PolicyRule> edit = rules("edit");
        assertThat(edit).containsAll(rules("view")).containsAll(rules("flotilla:aggregate-to-edit"));
        assertThat(rules("admin")).containsAll(edit).containsAll(rules("system:aggregate-to-admin"));
        assertThat(aggregation.keys(store.snapshot()))
                .allSatisfy(key -> assertThat(aggregation
                                .decide(store.snapshot(), key, Instant.EPOCH)
                                .effects())
                        .isEmpty());
    }

    private List<PolicyRule> rules(String role) {
        return PolicyRule.listOf(tree(new ObjectKey(RbacTypes.CLUSTER_ROLES, "", role)));
    }

    private ObjectNode tree(ObjectKey key) {
        return store.snapshot().get(key).orElseThrow().tree();
    }

    private Effect update(ObjectKey key, ObjectNode object) {
        return new Effect.Update(store.snapshot().get(key).orElseThrow(), object);
    }

    private void commit(List<Effect> effects) {
        WriteContext context = new WriteContext(Instant.EPOCH, UUID.randomUUID().toString(), "test");
        commits.commit(store.snapshot(), effects, context).ifPresent(store::commit);
    }
}
