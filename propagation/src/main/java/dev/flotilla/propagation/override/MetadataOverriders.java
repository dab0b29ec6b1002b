package dev.flotilla.propagation.override;

import dev.flotilla.api.policy.Overriders.MapOverrider;
import dev.flotilla.api.policy.Overriders.Operator;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Changes labels or annotations: add inserts or overwrites; replace and remove pass over keys that are not there. */
final class MetadataOverriders {
    private MetadataOverriders() {}

    /** @param field {@code labels} or {@code annotations} */
    static void apply(ObjectNode manifest, String field, MapOverrider overrider) throws OverrideException {
        Operator operator = overrider.operator();
        if (operator == null) {
            throw new OverrideException(field + "Overrider: operator is missing");
        }
        ObjectNode metadata = manifest.withObject("/metadata");
        if (operator != Operator.ADD && !metadata.path(field).isObject()) {
            return;
        }
        ObjectNode map = metadata.withObject("/" + field);
        new TreeMap<>(overrider.value()).forEach((key, value) -> {
            switch (operator) {
                case ADD -> map.put(key, value);
                case REPLACE -> {
                    if (map.has(key)) {
                        map.put(key, value);
                    }
                }
                case REMOVE -> map.remove(key);
            }
        });
    }
}
