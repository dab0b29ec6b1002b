package dev.flotilla.propagation.interpret;

import tools.jackson.databind.node.ObjectNode;

/** A service account's token is the member's own. */
final class SecretInterpreter implements Interpreter {
    @Override
    public void prune(ObjectNode copy) {
        if (copy.path("type").asString("").equals("kubernetes.io/service-account-token")) {
            copy.remove("data");
            Trees.drop(copy, "metadata", "annotations", "kubernetes.io/service-account.uid");
        }
    }
}
