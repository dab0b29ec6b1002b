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

    private BootstrapPolicy(List<DefaultRole> roles, List<DefaultBinding> bindings) {
        this.roles = roles;
        this.bindings = bindings;
    }

    private static BootstrapPolicy of(JsonNode policy) {
        return new BootstrapPolicy(
                policy.path("clusterRoles").valueStream().map(DefaultRole::of).toList(),
                policy.path("clusterRoleBindings")
                        .valueStream()
                        .map(DefaultBinding::of)
                        .toList());
    }

    /** @throws IllegalStateException if the distribution is broken */
    public static BootstrapPolicy load() {
        return load(BootstrapPolicy.class, RESOURCE);
    }

    /** The same for what a server serves beyond others; the resource lies beside the class. */
    public BootstrapPolicy with(Class<?> beside, String resource) {
        BootstrapPolicy more = load(beside, resource);
        return new BootstrapPolicy(
                Stream.concat(roles.stream(), more.roles.stream()).toList(),
                Stream.concat(bindings.stream(), more.bindings.stream()).toList());
    }

    private static BootstrapPolicy load(Class<?> beside, String resource) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
            return of(Decoder.untyped(in.readAllBytes()));
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
