package dev.flotilla.apiserver.rbac;

import dev.flotilla.api.reconcile.Effect;
import dev.flotilla.api.schema.decode.Decoder;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The roles and bindings that every server starts with. At each start those that lack something are completed; what
 * users have added to them stays, and so does everything in one that bears
 * {@code rbac.authorization.kubernetes.io/autoupdate: "false"}.
 */
public final class BootstrapPolicy {
    private static final String RESOURCE = "bootstrap.yaml";

    private final List<DefaultRole> roles;
    private final List<DefaultBinding> bindings;

    private BootstrapPolicy(JsonNode policy) {
        roles = policy.path("clusterRoles").valueStream().map(DefaultRole::of).toList();
        bindings = policy.path("clusterRoleBindings")
                .valueStream()
                .map(DefaultBinding::of)
                .toList();
    }

    /** @throws IllegalStateException if the distribution is broken */
    public static BootstrapPolicy load() {
        try (InputStream in = Objects.requireNonNull(BootstrapPolicy.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new BootstrapPolicy(Decoder.untyped(in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What is to be written at a start; nothing if all is there. */
    public List<Effect> missing(Snapshot snapshot) {
        return Stream.concat(
                        roles.stream()
                                .flatMap(role -> snapshot.get(key(role.name()))
                                        .map(role::completed)
                                        .orElseGet(
                                                () -> Stream.of(new Effect.Create(key(role.name()), role.object())))),
                        bindings.stream()
                                .flatMap(binding -> snapshot.get(binding.key())
                                        .map(binding::completed)
                                        .orElseGet(
                                                () -> Stream.of(new Effect.Create(binding.key(), binding.object())))))
                .toList();
    }

    private static ObjectKey key(String role) {
        return new ObjectKey(RbacTypes.CLUSTER_ROLES, "", role);
    }
}
