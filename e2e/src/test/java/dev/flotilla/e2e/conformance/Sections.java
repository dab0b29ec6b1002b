package dev.flotilla.e2e.conformance;

import static java.util.Map.entry;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/** The parts of the API, numbered as in the project's notes on what a kube-apiserver answers. */
public final class Sections {
    public static final Map<String, String> TITLES = Map.ofEntries(
            entry("1", "kubectl, verb by verb"),
            entry("2.1", "Paths that are no resources"),
            entry("2.2", "Legacy discovery"),
            entry("2.3", "Aggregated discovery"),
            entry("2.4", "OpenAPI"),
            entry("2.5", "Tables and metadata alone"),
            entry("2.6", "Protobuf"),
            entry("2.7", "Compression"),
            entry("3.1", "Lists and gets"),
            entry("3.2", "Watches"),
            entry("3.3", "What client-go relies on"),
            entry("3.4", "What fabric8 relies on"),
            entry("3.5", "Selectors"),
            entry("4.1", "Creation"),
            entry("4.2", "Updates and generation"),
            entry("4.3", "Deletion"),
            entry("4.4", "Patches"),
            entry("4.5", "Field validation, warnings, dry run"),
            entry("4.6", "Server-side apply"),
            entry("4.7", "Keys of lists"),
            entry("4.8", "Errors"),
            entry("4.9", "Custom resources"),
            entry("5", "Authentication and authorisation"),
            entry("7", "What the hub sends to a member"),
            entry("8", "Effects of controllers"),
            entry("admission", "Admission, which has a page of its own"));

    private Sections() {}

    /** Of a case: what its method says, else what its class says. */
    static Optional<String> of(Method method, Class<?> testClass) {
        return AnnotationSupport.findAnnotation(method, Section.class)
                .or(() -> AnnotationSupport.findAnnotation(testClass, Section.class))
                .map(Section::value);
    }
}
