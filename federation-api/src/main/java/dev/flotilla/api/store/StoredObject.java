package dev.flotilla.api.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object as a store holds it: its JSON without {@code metadata.resourceVersion} (which is its position in the
 * store's order and unknown when it is written), that version, and its parsed head. Immutable; the tree that
 * {@link #tree()} gives is a fresh copy on each call and belongs to the caller.
 */
public final class StoredObject {
    private final ObjectKey key;
    private final long resourceVersion;
    private final byte[] json;
    private final int splice;
    private final ObjectHead head;

    private StoredObject(ObjectKey key, long resourceVersion, byte[] json, int splice, ObjectHead head) {
        this.key = key;
        this.resourceVersion = resourceVersion;
        this.json = json;
        this.splice = splice;
        this.head = head;
    }

    /**
     * @param json an object with a non-empty {@code metadata} that holds no {@code resourceVersion}, as
     *     {@link ObjectJson#encode} writes it; the array is owned by the result from here on
     * @throws IllegalArgumentException if it is not
     */
    public static StoredObject of(ObjectKey key, long resourceVersion, byte[] json) {
        ObjectJson.Parsed parsed = ObjectJson.scan(json);
        return new StoredObject(key, resourceVersion, json, parsed.metadataStart(), parsed.head());
    }

    public ObjectKey key() {
        return key;
    }

    public long resourceVersion() {
        return resourceVersion;
    }

    public ObjectHead head() {
        return head;
    }

    /** The stored bytes, without a resourceVersion; not to be changed. */
    public byte[] storedJson() {
        return json;
    }

    /** Writes the object as a client sees it, with its resourceVersion, without parsing it. */
    public void writeTo(ByteArrayOutputStream out) {
        out.write(json, 0, splice);
        out.writeBytes(versionField());
        out.write(json, splice, json.length - splice);
    }

    /** The object as a client sees it, with its resourceVersion. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 48);
        writeTo(out);
        return out.toByteArray();
    }

    /** The object as a tree, with its resourceVersion. */
    public ObjectNode tree() {
        return ObjectJson.parse(bytes());
    }

    /** The same bytes at another position in the order. */
    public StoredObject at(long newVersion) {
        return new StoredObject(key, newVersion, json, splice, head);
    }

    private byte[] versionField() {
        return ("\"resourceVersion\":\"" + resourceVersion + "\",").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return key + "@" + resourceVersion;
    }
}
