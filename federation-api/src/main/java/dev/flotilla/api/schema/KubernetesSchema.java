package dev.flotilla.api.schema;

import dev.flotilla.api.store.GroupResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kubernetes' own API as one table: every stable group, version, resource, kind and type of the release that
 * {@link #kubernetesVersion} names. Immutable; read once from a resource file that {@code tools/kube-schema} generates.
 */
public final class KubernetesSchema implements ResourceCatalog {
    private static final String TABLE = "kubernetes.json";
    private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final String kubernetesVersion;
    private final List<ResourceType> all;
    private final Map<String, ResourceType> byPlural = new LinkedHashMap<>();
    private final Map<String, ResourceType> byKind = new LinkedHashMap<>();
    private final Map<GroupResource, ResourceType> preferred = new LinkedHashMap<>();
    private final Map<GroupResource, ResourceFacts> facts;
    private final SequencedMap<String, TypeSchema.Struct> types;
    private final Map<String, String> kinds;

    private static final class Loaded {
        static final KubernetesSchema SCHEMA = read();
    }

    /** The one table of this program. */
    public static KubernetesSchema get() {
        return Loaded.SCHEMA;
    }

    private static KubernetesSchema read() {
        try (InputStream table = KubernetesSchema.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is missing beside " + KubernetesSchema.class.getName());
            }
            return new KubernetesSchema(JsonMapper.shared().readTree(table));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + TABLE, e);
        }
    }

    private KubernetesSchema(JsonNode table) {
        TableReader reader = new TableReader(table);
        kubernetesVersion = table.path("kubernetesVersion").asString();
        types = reader.types();
        kinds = reader.kinds();
        facts = reader.facts();
        all = reader.resources();
        for (ResourceType type : all) {
            byPlural.put(type.apiVersion() + "/" + type.plural(), type);
            byKind.put(type.apiVersion() + "/" + type.kind(), type);
            preferred.putIfAbsent(type.resource(), type);
        }
    }

    /** The release the table was taken from, as {@code v1.36.4}. */
    public String kubernetesVersion() {
        return kubernetesVersion;
    }

    @Override
    public Optional<ResourceType> find(String group, String version, String plural) {
        return Optional.ofNullable(byPlural.get(apiVersion(group, version) + "/" + plural));
    }

    @Override
    public Optional<ResourceType> forKind(String apiVersion, String kind) {
        return Optional.ofNullable(byKind.get(apiVersion + "/" + kind));
    }

    @Override
    public Optional<ResourceType> preferred(GroupResource resource) {
        return Optional.ofNullable(preferred.get(resource));
    }

    @Override
    public List<ResourceType> all() {
        return all;
    }

    /** How writes of a built-in resource are treated. */
    public Optional<ResourceFacts> facts(GroupResource resource) {
        return Optional.ofNullable(facts.get(resource));
    }

    /**
     * The type of any kind that can be decoded, also of those that are no resources: lists, Scale, Eviction,
     * TokenRequest. DeleteOptions and its like belong to every group-version.
     */
    public Optional<TypeSchema.Struct> kind(String apiVersion, String kind) {
        return kindName(apiVersion, kind).flatMap(name -> Optional.ofNullable(types.get(name)));
    }

    /** The name in {@link #types} of the type of a kind. */
    public Optional<String> kindName(String apiVersion, String kind) {
        String name = kinds.get(apiVersion + "/" + kind);
        return Optional.ofNullable(name == null && kind.endsWith("Options") ? kinds.get("v1/" + kind) : name);
    }

    /** Every type by its name in Kubernetes' OpenAPI documents, sorted. */
    public SequencedMap<String, TypeSchema.Struct> types() {
        return types;
    }

    /** The metadata that every object has, built in or custom. */
    public TypeSchema.Struct objectMeta() {
        return Objects.requireNonNull(types.get(OBJECT_META), OBJECT_META);
    }

    private static String apiVersion(String group, String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
