package dev.flotilla.apiserver.table;

import dev.flotilla.api.store.GroupResource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The cells of Kubernetes' own kinds; their columns are in the table of Kubernetes' facts. */
final class BuiltInRows {
    private static final Map<String, TablePrinter.Row> ROWS = new TreeMap<>();

    static {
        ROWS.putAll(WorkloadRows.ALL);
        ROWS.putAll(ConfigurationRows.ALL);
        ROWS.putAll(NetworkRows.ALL);
        ROWS.putAll(ClusterRows.ALL);
    }

    private BuiltInRows() {}

    /** @return null if the kind shows name and age alone */
    static TablePrinter.@Nullable Row of(GroupResource resource) {
        return ROWS.get(resource.qualified());
    }
}
