package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;

/** A kind in one of its versions. */
record Gvk(String group, String version, String kind) {
    static Gvk of(ResourceType type) {
        return new Gvk(type.group(), type.version(), type.kind());
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    @Override
    public String toString() {
        return apiVersion() + ", Kind=" + kind;
    }
}
