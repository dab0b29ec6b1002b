package dev.flotilla.propagation.member;

import dev.flotilla.propagation.MemberKind;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Told what a member holds, in order, on threads of the client's own; it must return at once. */
public interface MemberWatcher {
    /** Everything there is: what is not in it is gone. */
    void onListed(MemberKind kind, List<ObjectNode> objects);

    void onChanged(MemberKind kind, ObjectNode object);

    void onDeleted(MemberKind kind, ObjectNode last);
}
