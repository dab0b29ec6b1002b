package dev.flotilla.api.naming;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Derives the names of bindings, works and execution namespaces, exactly as Karmada does. */
public final class ResourceNames {
    /** Where the hub keeps what is its own. */
    public static final String SYSTEM_NAMESPACE = "flotilla-system";

    private static final String EXECUTION_PREFIX = "karmada-es-";
    private static final String SAFE_DIGITS = "456789bcdf";
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private ResourceNames() {}

    /** The name of the binding for a template. */
    public static String binding(String kind, String name) {
        return flat(name) + "-" + kind.toLowerCase(Locale.ROOT);
    }

    /** The name of the Work for a template. */
    public static String work(String kind, String namespace, String name) {
        String identity = namespace.isEmpty() ? name + "-" + kind : namespace + "-" + name + "-" + kind;
        return flat(name) + "-" + safeHash(identity.toLowerCase(Locale.ROOT));
    }

    /** The namespace that holds a cluster's Works. */
    public static String executionNamespace(String cluster) {
        return EXECUTION_PREFIX + cluster;
    }

    /** The cluster whose Works the namespace holds; empty if it is no such namespace. */
    public static String executionCluster(String namespace) {
        return namespace.startsWith(EXECUTION_PREFIX) ? namespace.substring(EXECUTION_PREFIX.length()) : "";
    }

    /** Namespaces of the control plane itself, which are never propagated. */
    public static boolean reserved(String namespace) {
        return namespace.equals("karmada-system")
                || namespace.equals("karmada-cluster")
                || namespace.equals(SYSTEM_NAMESPACE)
                || namespace.startsWith(EXECUTION_PREFIX)
                || namespace.startsWith("kube-");
    }

    /** The label that a dependency's binding carries for one that needs it. */
    public static String dependedByLabel(String namespace, String name) {
        return "resourcebinding.karmada.io/depended-by-"
                + safeHash(namespace.isEmpty() ? name : namespace + "/" + name);
    }

    /** FNV-1a of the text's UTF-8 bytes, in decimal, in Kubernetes' alphabet that spells no words. */
    public static String safeHash(String text) {
        StringBuilder safe = new StringBuilder();
        Integer.toUnsignedString(fnv1a32(text)).chars().forEach(digit -> safe.append(SAFE_DIGITS.charAt(digit - '0')));
        return safe.toString();
    }

    /** The 32-bit FNV-1a hash of the text's UTF-8 bytes; to be read as unsigned. */
    public static int fnv1a32(String text) {
        int hash = FNV_OFFSET;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    private static String flat(String name) {
        return name.replace(':', '.').toLowerCase(Locale.ROOT);
    }
}
