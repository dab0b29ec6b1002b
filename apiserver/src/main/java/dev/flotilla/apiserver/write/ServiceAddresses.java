package dev.flotilla.apiserver.write;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.GroupResource;
import dev.flotilla.api.store.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives Services their cluster addresses, or leaves that alone. On a hub a Service is a template, and each member gives
 * its copy an address of its own; yet clients that wait for a Service wait for its address.
 */
public abstract sealed class ServiceAddresses {
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final int RESERVED = 10;
    private static final List<String> ALLOCATED = List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy");

    private ServiceAddresses() {}

    /** Services keep what they are created with. */
    public static ServiceAddresses none() {
        return new None();
    }

    /**
     * @param network the first address of the range, as {@code 10.96.0.0}
     * @param prefixBits how many bits of it are fixed; the range must hold at least 16 addresses
     */
    public static ServiceAddresses range(String network, int prefixBits) {
        return new Range(parse(network), 1 << (32 - prefixBits));
    }

    /**
     * Addresses that follow from the Services' names, the same on every node of a hub. They tell clients that a Service
     * is ready and lead nowhere; two Services may have one address.
     *
     * @param network the first address of the range
     * @param prefixBits how many bits of it are fixed; the range must hold at least 16 addresses
     */
    public static ServiceAddresses nominal(String network, int prefixBits) {
        return new Nominal(parse(network), 1 << (32 - prefixBits));
    }

    /** What a client replaces an object with; a Service that names no address keeps the one it has. */
    static ObjectNode kept(ResourceType type, ObjectNode old, ObjectNode wanted) {
        JsonNode address = old.path("spec").path("clusterIP");
        if (!type.resource().equals(SERVICES) || address.isMissingNode() || !wants(wanted)) {
            return wanted;
        }
        ObjectNode kept = wanted.deepCopy();
        ObjectNode spec = kept.withObjectProperty("spec");
        spec.set("clusterIP", address);
        for (String field : ALLOCATED) {
            JsonNode value = old.path("spec").path(field);
            if (!spec.has(field) && !value.isMissingNode()) {
                spec.set(field, value);
            }
        }
        return kept;
    }

    private static boolean wants(ObjectNode service) {
        JsonNode spec = service.path("spec");
        return spec.path("clusterIP").asString("").isEmpty()
                && !spec.path("type").asString("").equals("ExternalName");
    }

    /** Commits the object, with an address if it is a Service that needs one. */
    abstract <T> T allocating(
            Supplier<Snapshot> snapshot, ResourceType type, ObjectNode object, Function<ObjectNode, T> commit);

    private static final class None extends ServiceAddresses {
        @Override
        <T> T allocating(
                Supplier<Snapshot> snapshot, ResourceType type, ObjectNode object, Function<ObjectNode, T> commit) {
            return commit.apply(object);
        }
    }

    private static final class Nominal extends ServiceAddresses {
        private final int network;
        private final int size;

        Nominal(int network, int size) {
            this.network = network;
            this.size = size;
        }

        @Override
        <T> T allocating(
                Supplier<Snapshot> snapshot, ResourceType type, ObjectNode object, Function<ObjectNode, T> commit) {
            if (type.resource().equals(SERVICES) && wants(object)) {
                ObjectNode spec = object.withObjectProperty("spec");
                String address = text(network + RESERVED + offset(object, size - RESERVED - 1));
                spec.put("clusterIP", address);
                spec.putArray("clusterIPs").add(address);
            }
            return commit.apply(object);
        }
    }

    /** Where in a range to look first for a Service's address. */
    private static int offset(ObjectNode service, int usable) {
        CRC32 hash = new CRC32();
        String name = service.path("metadata").path("namespace").asString("") + "/"
                + service.path("metadata").path("name").asString("");
        hash.update(name.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % usable);
    }

    private static final class Range extends ServiceAddresses {
        private final int network;
        private final int size;
        private final ReentrantLock one = new ReentrantLock();

        Range(int network, int size) {
            this.network = network;
            this.size = size;
        }

        @Override
        <T> T allocating(
                Supplier<Snapshot> snapshot, ResourceType type, ObjectNode object, Function<ObjectNode, T> commit) {
            if (!type.resource().equals(SERVICES)
                    || !(object.get("spec") instanceof ObjectNode spec)
                    || !(wants(object) || headless(spec))) {
                return commit.apply(object);
            }
            one.lock();
            try {
                String address = spec.path("clusterIP").asString("");
                if (address.isEmpty()) {
                    address = free(snapshot.get(), object);
                    spec.put("clusterIP", address);
                }
                spec.putArray("clusterIPs").add(address);
                family(spec);
                return commit.apply(object);
            } finally {
                one.unlock();
            }
        }

        private static boolean headless(ObjectNode spec) {
            return spec.path("clusterIP").asString("").equals("None");
        }

        /** The range holds IPv4 addresses alone. */
        private static void family(ObjectNode spec) {
            if (!spec.has("ipFamilies")) {
                spec.putArray("ipFamilies").add("IPv4");
            }
            if (!spec.has("ipFamilyPolicy")) {
                spec.put("ipFamilyPolicy", "SingleStack");
            }
        }

        private String free(Snapshot snapshot, ObjectNode service) {
            Set<String> taken = new HashSet<>();
            snapshot.list(SERVICES)
                    .forEach(each ->
                            taken.add(each.tree().path("spec").path("clusterIP").asString("")));
            int usable = size - RESERVED - 1;
            int start = offset(service, usable);
            for (int i = 0; i < usable; i++) {
                String address = text(network + RESERVED + (start + i) % usable);
                if (!taken.contains(address)) {
                    return address;
                }
            }
            throw StatusError.internal(
                            "failed to allocate a serviceIP: range is full; delete Services that are not used")
                    .exception();
        }
    }

    private static int parse(String address) {
        int value = 0;
        for (String part : address.split("\\.")) {
            value = (value << 8) | Integer.parseInt(part);
        }
        return value;
    }

    private static String text(int address) {
        return (address >>> 24) + "." + ((address >>> 16) & 0xff) + "." + ((address >>> 8) & 0xff) + "."
                + (address & 0xff);
    }
}
