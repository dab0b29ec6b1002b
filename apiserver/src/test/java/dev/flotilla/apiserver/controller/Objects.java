package dev.flotilla.apiserver.controller;

import dev.flotilla.api.store.ObjectJson;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Stored objects with what these tests look at. */
final class Objects {
    private Objects() {}

    /**
     * @param uid empty for the name's own
     * @param finalizers if there are any, the object is being deleted
     */
    static StoredObject deployment(long version, String name, String uid, String... finalizers) {
        String held = Arrays.stream(finalizers).map(each -> "\"" + each + "\"").collect(Collectors.joining(","));
        String going = finalizers.length == 0
                ? ""
                : ",\"deletionTimestamp\":\"2026-11-24T00:00:00Z\",\"finalizers\":[" + held + "]";
        return stored(ObjectKey.of("apps", "deployments", "n", name), version, """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%s","namespace":"n","uid":"%s"%s}}""".formatted(
                        name, uid.isEmpty() ? "uid-" + name : uid, going));
    }

    static StoredObject dependent(long version, String name, StoredObject owner, String more) {
        return stored(ObjectKey.of("apps", "replicasets", "n", name), version, """
                {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"%s","namespace":"n","uid":"uid-%s"%s,
                 "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"%s","uid":"%s",
                 "blockOwnerDeletion":true}]}}""".formatted(
                        name, name, more, owner.key().name(), owner.head().uid()));
    }

    static StoredObject namespace(long version, String name, boolean terminating, String finalizers) {
        return stored(ObjectKey.of("", "namespaces", "", name), version, """
                {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s","uid":"u"%s},
                 "spec":{"finalizers":[%s]},"status":{"phase":"Terminating"}}""".formatted(
                        name, terminating ? ",\"deletionTimestamp\":\"2026-11-24T00:00:00Z\"" : "", finalizers));
    }

    static StoredObject stored(ObjectKey key, long version, String json) {
        return StoredObject.of(
                key, version, ObjectJson.encode(ObjectJson.parse(json.getBytes(StandardCharsets.UTF_8))));
    }
}
