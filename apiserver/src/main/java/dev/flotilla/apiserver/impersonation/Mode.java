package dev.flotilla.apiserver.impersonation;

import dev.flotilla.api.schema.validation.Names;
import dev.flotilla.apiserver.auth.ServiceAccounts;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.List;
import java.util.Optional;

/** The ways in which the right to act in another's name can be given, the narrowest first. */
enum Mode {
    ASSOCIATED_NODE("associated-node") {
        @Override
        boolean concerns(UserInfo wanted, UserInfo requestor) {
            return bare(wanted)
                    && node(wanted).isPresent()
                    && ServiceAccounts.parse(requestor.name()).isPresent()
                    && requestor
                            .extra()
                            .getOrDefault(NODE_NAME, List.of())
                            .equals(List.of(node(wanted).get()));
        }
    },
    ARBITRARY_NODE("arbitrary-node") {
        @Override
        boolean concerns(UserInfo wanted, UserInfo requestor) {
            return bare(wanted) && node(wanted).isPresent();
        }
    },
    SERVICE_ACCOUNT("serviceaccount") {
        @Override
        boolean concerns(UserInfo wanted, UserInfo requestor) {
            return bare(wanted) && ServiceAccounts.parse(wanted.name()).isPresent();
        }
    },
    USER_INFO("user-info") {
        @Override
        boolean concerns(UserInfo wanted, UserInfo requestor) {
            return node(wanted).isEmpty()
                    && ServiceAccounts.parse(wanted.name()).isEmpty();
        }
    },
    /** Without regard to the request. */
    ANY("") {
        @Override
        boolean concerns(UserInfo wanted, UserInfo requestor) {
            return true;
        }
    };

    private static final String NODE_NAME = "authentication.kubernetes.io/node-name";
    private static final String NODE = "system:node:";

    private final String label;

    Mode(String label) {
        this.label = label;
    }

    abstract boolean concerns(UserInfo wanted, UserInfo requestor);

    boolean constrained() {
        return this != ANY;
    }

    String verb() {
        return constrained() ? "impersonate:" + label : "impersonate";
    }

    String verbOn(String verb) {
        return "impersonate-on:" + label + ":" + verb;
    }

    /** The node that a user is; empty if it is none. */
    static Optional<String> node(UserInfo user) {
        return Optional.of(user.name())
                .filter(name -> name.startsWith(NODE))
                .map(name -> name.substring(NODE.length()))
                .filter(name -> Names.dnsSubdomain(name).isEmpty());
    }

    /** Nothing but a name is asked for. */
    private static boolean bare(UserInfo wanted) {
        return wanted.uid().isEmpty()
                && wanted.groups().isEmpty()
                && wanted.extra().isEmpty();
    }
}
