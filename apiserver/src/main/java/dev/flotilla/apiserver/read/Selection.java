package dev.flotilla.apiserver.read;

import dev.flotilla.api.schema.ServedCatalog;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.apiserver.request.ResourceRequest;
import java.util.Map;
import java.util.function.Predicate;

/** Which objects of a collection a request is about: by labels, from the parsed head, and by fields. */
public final class Selection {
    private final Predicate<Map<String, String>> labels;
    private final FieldSelection fields;
    private final boolean everything;

    private Selection(Predicate<Map<String, String>> labels, FieldSelection fields, boolean everything) {
        this.labels = labels;
        this.fields = fields;
        this.everything = everything;
    }

    /** @throws dev.flotilla.api.status.StatusException 400 if a selector is malformed or names an unknown field */
    public static Selection of(ResourceRequest request, ServedCatalog catalog) {
        String labelSelector = request.query().text("labelSelector");
        FieldSelection fields = FieldSelection.parse(
                request.query().text("fieldSelector"), SelectableFields.of(request.type(), catalog));
        if (!request.path().name().isEmpty()) {
            fields = fields.andName(request.path().name());
        }
        return new Selection(
                LabelSelection.parse(labelSelector), fields, labelSelector.isEmpty() && fields.everything());
    }

    public boolean everything() {
        return everything;
    }

    public boolean test(StoredObject object) {
        return everything || (labels.test(object.head().labels()) && fields.test(object));
    }
}
