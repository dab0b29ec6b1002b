package dev.flotilla.api.work;

import dev.flotilla.api.kind.RecordJson;
import dev.flotilla.api.kind.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The status of a Work: what became of its manifests in the member. */
public record WorkStatus(@Rule(keys = "type") List<Condition> conditions, List<ManifestStatus> manifestStatuses) {
    public record ManifestStatus(
            @Rule(required = true) @Nullable ManifestIdentifier identifier,
            @Nullable JsonNode status,
            BindingStatus.@Nullable Health health) {}

    public record ManifestIdentifier(
            @Rule(required = true) int ordinal,
            String group,
            @Rule(required = true) String version,
            @Rule(required = true) String kind,
            @Rule(required = true) String resource,
            String namespace,
            @Rule(required = true) String name) {}

    public WorkStatus {
        conditions = List.copyOf(conditions);
        manifestStatuses = List.copyOf(manifestStatuses);
    }

    public static WorkStatus of(JsonNode work) {
        return RecordJson.read(work.path("status"), WorkStatus.class);
    }
}
