package dev.flotilla.apiserver.admission.policy;

import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.flotilla.api.cel.CelEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What admission's expressions can name. */
final class Environments {
    private static final CelEnvironment BASE = CelEnvironment.with(AuthorizerFunctions.all());
    private static final String VARIABLES = "kubernetes.variables";
    private static final StructType KIND = texts("kubernetes.GroupVersionKind", "group", "version", "kind");
    private static final StructType RESOURCE = texts("kubernetes.GroupVersionResource", "group", "version", "resource");
    private static final StructType USER = struct(
            "kubernetes.UserInfo",
            Map.of(
                    "username",
                    SimpleType.STRING,
                    "uid",
                    SimpleType.STRING,
                    "groups",
                    ListType.create(SimpleType.STRING),
                    "extra",
                    MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING))));
    private static final StructType REQUEST = struct(
            "kubernetes.AdmissionRequest",
            Map.ofEntries(
                    Map.entry("kind", named(KIND)),
                    Map.entry("resource", named(RESOURCE)),
                    Map.entry("subResource", SimpleType.STRING),
                    Map.entry("requestKind", named(KIND)),
                    Map.entry("requestResource", named(RESOURCE)),
                    Map.entry("requestSubResource", SimpleType.STRING),
                    Map.entry("name", SimpleType.STRING),
                    Map.entry("namespace", SimpleType.STRING),
                    Map.entry("operation", SimpleType.STRING),
                    Map.entry("userInfo", named(USER)),
                    Map.entry("dryRun", SimpleType.BOOL),
                    Map.entry("options", SimpleType.DYN)));

    private Environments() {}

    /**
     * @param params whether the policy has parameters
     * @param authorizer whether the expression may ask for rights
     * @param variables composed before it, by name
     */
    static CelEnvironment of(boolean params, boolean authorizer, Map<String, CelType> variables) {
        Map<String, CelType> names = new LinkedHashMap<>();
        names.put("object", SimpleType.DYN);
        names.put("oldObject", SimpleType.DYN);
        names.put("request", named(REQUEST));
        names.put("namespaceObject", SimpleType.DYN);
        List<StructType> structs = new ArrayList<>(List.of(KIND, RESOURCE, USER, REQUEST));
        if (params) {
            names.put("params", SimpleType.DYN);
        }
        if (authorizer) {
            names.put("authorizer", AuthorizerFunctions.AUTHORIZER);
            names.put("authorizer.requestResource", AuthorizerFunctions.RESOURCE_CHECK);
        }
        StructType composed = struct(VARIABLES, variables);
        names.put("variables", named(composed));
        structs.add(composed);
        return BASE.declare(names, structs);
    }

    private static CelType named(StructType struct) {
        return StructTypeReference.create(struct.name());
    }

    private static StructType texts(String name, String... fields) {
        Map<String, CelType> types = new LinkedHashMap<>();
        for (String field : fields) {
            types.put(field, SimpleType.STRING);
        }
        return struct(name, types);
    }

    private static StructType struct(String name, Map<String, CelType> fields) {
        ImmutableMap<String, CelType> known = ImmutableMap.copyOf(fields);
        return StructType.create(name, known.keySet(), field -> Optional.ofNullable(known.get(field)));
    }
}
