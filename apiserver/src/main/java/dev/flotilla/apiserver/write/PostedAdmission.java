package dev.flotilla.apiserver.write;

import dev.flotilla.api.store.ObjectStore;
import dev.flotilla.apiserver.admission.Admission;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Puts what is posted to a subresource, and not stored, before those who have a say in it. */
public final class PostedAdmission {
    private final Admission admission;
    private final ObjectStore store;

    public PostedAdmission(Admission admission, ObjectStore store) {
        this.admission = admission;
        this.store = store;
    }

    /**
     * @return the object as admission leaves it
     * @throws dev.flotilla.api.status.StatusException if somebody refuses
     */
    public ObjectNode admit(ResourceRequest request, ObjectNode object) {
        boolean dryRun =
                WriteOptions.dryRun(request.query().values().getOrDefault("dryRun", List.of()), "CreateOptions");
        Admitting admitting = new Admitting(admission, store.snapshot(), request, dryRun, UnaryOperator.identity());
        ObjectNode admitted = admitting.mutate(Optional.empty(), object);
        admitting.validate(Optional.empty(), admitted);
        return admitted;
    }
}
