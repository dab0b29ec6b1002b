package dev.flotilla.apiserver.admission;

import dev.flotilla.api.schema.ResourceType;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation on one object, as admission is asked about it. The trees are not to be changed.
 *
 * @param namespace a namespace's own name, if it is one
 * @param name empty while a name is still to be generated
 * @param options of the operation, as a CreateOptions or the like
 * @param object as it is to be; empty for a deletion
 * @param old as it is, with its resourceVersion; empty for a creation
 */
public record AdmissionRequest(
        Operation operation,
        ResourceType type,
        String subresource,
        String namespace,
        String name,
        UserInfo user,
        boolean dryRun,
        ObjectNode options,
        Optional<ObjectNode> object,
        Optional<ObjectNode> old) {

    /** The same operation, of what the object has become. */
    AdmissionRequest becoming(ObjectNode changed) {
        return new AdmissionRequest(
                operation, type, subresource, namespace, name, user, dryRun, options, Optional.of(changed), old);
    }

    /** The kind of the object: the subresource's own, if it has one, as a Scale is. */
    Gvk kind() {
        return type.subresource(subresource)
                .filter(each -> !each.kind().isEmpty())
                .map(each -> new Gvk(
                        each.group().isEmpty() && each.version().isEmpty() ? type.group() : each.group(),
                        each.version().isEmpty() ? type.version() : each.version(),
                        each.kind()))
                .orElseGet(() -> Gvk.of(type));
    }

    /** The kind as somebody sees it who asks for another version; that of a Scale is the same in every version. */
    Gvk kind(ResourceType as) {
        Gvk asked = kind();
        return asked.kind().equals(type.kind()) ? Gvk.of(as) : asked;
    }

    /** An object in that version: the versions of one resource differ in name alone. */
    ObjectNode converted(ObjectNode tree, ResourceType as) {
        String wanted = kind(as).apiVersion();
        return tree.path("apiVersion").asString("").equals(wanted)
                ? tree
                : tree.deepCopy().put("apiVersion", wanted);
    }

    /** The name as refusals show it. */
    String shownName() {
        if (!name.isEmpty()) {
            return name;
        }
        String prefix = object.map(
                        each -> each.path("metadata").path("generateName").asString(""))
                .orElse("");
        return prefix.isEmpty() ? "Unknown" : prefix;
    }

    boolean isNamespace() {
        return type.group().isEmpty() && type.plural().equals("namespaces");
    }

    /** Admission is not asked about what configures it, lest nobody could repair it. */
    boolean exempt() {
        return type.group().equals("admissionregistration.k8s.io")
                && (type.plural().endsWith("webhookconfigurations")
                        || type.plural().endsWith("admissionpolicies")
                        || type.plural().endsWith("admissionpolicybindings"));
    }
}
