package dev.flotilla.api.schema.decode;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body understood: the object as Kubernetes would write it, less what its type does not know.
 *
 * @param problems what strict field validation refuses and lenient validation warns of, in the order of the document:
 *     {@code unknown field "spec.bogus"}, {@code duplicate field "data.a"}
 */
public record Decoded(ObjectNode object, List<String> problems) {
    private static final String SEVERAL = "yaml: unmarshal errors:\n";

    public Decoded {
        problems = List.copyOf(problems);
    }

    /** The problems as lenient validation warns of them: one line each. */
    public List<String> warnings() {
        return problems.stream()
                .flatMap(each -> each.startsWith(SEVERAL)
                        ? each.substring(SEVERAL.length()).lines().map(String::strip)
                        : Stream.of(each))
                .toList();
    }
}
