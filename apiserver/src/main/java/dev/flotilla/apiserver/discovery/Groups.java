package dev.flotilla.apiserver.discovery;

import dev.flotilla.api.schema.ResourceCatalog;
import dev.flotilla.api.schema.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A catalog's types by group and version, in the catalog's order. */
record Groups(SequencedMap<String, SequencedMap<String, List<ResourceType>>> byName) {
    static Groups of(ResourceCatalog catalog) {
        SequencedMap<String, SequencedMap<String, List<ResourceType>>> groups = new LinkedHashMap<>();
        for (ResourceType type : catalog.all()) {
            groups.computeIfAbsent(type.group(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(type.version(), _ -> new ArrayList<>())
                    .add(type);
        }
        return new Groups(groups);
    }

    /** Group names but for the core group. */
    Collection<String> named() {
        return byName.keySet().stream().filter(name -> !name.isEmpty()).toList();
    }

    SequencedMap<String, List<ResourceType>> versions(String group) {
        return byName.getOrDefault(group, new LinkedHashMap<>());
    }
}
