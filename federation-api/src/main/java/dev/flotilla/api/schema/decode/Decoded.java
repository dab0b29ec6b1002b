package dev.flotilla.api.schema.decode;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body understood: the object as Kubernetes would write it, less what its type does not know.
 *
 * @param problems what strict field validation refuses and lenient validation warns of, in the order of the document:
 *     {@code unknown field "spec.bogus"}, {@code duplicate field "data.a"}
 */
public record Decoded(ObjectNode object, List<String> problems) {
    public Decoded {
        problems = List.copyOf(problems);
    }
}
