package dev.flotilla.apiserver.admission.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.flotilla.api.cel.function.CelFunction;
import dev.flotilla.api.cel.function.Overload;
import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.Opaque;
import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.Authorizer;
import dev.flotilla.apiserver.auth.UserInfo;
import java.util.List;
import java.util.Map;

/** Lets expressions ask what a user may do: {@code authorizer.group('apps').resource('deployments').check('get')}. */
final class AuthorizerFunctions {
    static final OpaqueType AUTHORIZER = OpaqueType.create("kubernetes.authorization.Authorizer");
    static final OpaqueType RESOURCE_CHECK = OpaqueType.create("kubernetes.authorization.ResourceCheck");
    private static final OpaqueType PATH_CHECK = OpaqueType.create("kubernetes.authorization.PathCheck");
    private static final OpaqueType GROUP_CHECK = OpaqueType.create("kubernetes.authorization.GroupCheck");
    private static final OpaqueType DECISION = OpaqueType.create("kubernetes.authorization.Decision");

    private AuthorizerFunctions() {}

    /** Somebody whose rights are asked about, and who decides on them. */
    record Subject(Authorizer authorizer, UserInfo user) implements Opaque {
        @Override
        public CelType type() {
            return AUTHORIZER;
        }
    }

    /** What is to be done to a resource; the verb comes with the check. */
    record ResourceCheck(
            Subject subject, String group, String resource, String subresource, String namespace, String name)
            implements Opaque {
        @Override
        public CelType type() {
            return RESOURCE_CHECK;
        }
    }

    private record PathCheck(Subject subject, String path) implements Opaque {
        @Override
        public CelType type() {
            return PATH_CHECK;
        }
    }

    private record GroupCheck(Subject subject, String group) implements Opaque {
        @Override
        public CelType type() {
            return GROUP_CHECK;
        }
    }

    private record Decision(Authorizer.Verdict verdict) implements Opaque {
        @Override
        public CelType type() {
            return DECISION;
        }
    }

    static List<Overload> all() {
        CelType text = SimpleType.STRING;
        return List.of(
                member("path", "authorizer_path", PATH_CHECK, AuthorizerFunctions::path, AUTHORIZER, text),
                member(
                        "group",
                        "authorizer_group",
                        GROUP_CHECK,
                        args -> new GroupCheck((Subject) args[0], (String) args[1]),
                        AUTHORIZER,
                        text),
                member(
                        "serviceAccount",
                        "authorizer_serviceaccount",
                        AUTHORIZER,
                        AuthorizerFunctions::serviceAccount,
                        AUTHORIZER,
                        text,
                        text),
                member(
                        "resource",
                        "groupcheck_resource",
                        RESOURCE_CHECK,
                        AuthorizerFunctions::resource,
                        GROUP_CHECK,
                        text),
                member(
                        "subresource",
                        "resourcecheck_subresource",
                        RESOURCE_CHECK,
                        args -> with((ResourceCheck) args[0], "subresource", (String) args[1]),
                        RESOURCE_CHECK,
                        text),
                member(
                        "namespace",
                        "resourcecheck_namespace",
                        RESOURCE_CHECK,
                        args -> with((ResourceCheck) args[0], "namespace", (String) args[1]),
                        RESOURCE_CHECK,
                        text),
                member(
                        "name",
                        "resourcecheck_name",
                        RESOURCE_CHECK,
                        args -> with((ResourceCheck) args[0], "name", (String) args[1]),
                        RESOURCE_CHECK,
                        text),
                member("check", "pathcheck_check", DECISION, AuthorizerFunctions::checkPath, PATH_CHECK, text),
                member("check", "resourcecheck_check", DECISION, AuthorizerFunctions::check, RESOURCE_CHECK, text),
                member("errored", "decision_errored", SimpleType.BOOL, _ -> false, DECISION),
                member("error", "decision_error", text, _ -> "", DECISION),
                member(
                        "allowed",
                        "decision_allowed",
                        SimpleType.BOOL,
                        args -> ((Decision) args[0]).verdict().allowed(),
                        DECISION),
                member(
                        "reason",
                        "decision_reason",
                        text,
                        args -> ((Decision) args[0]).verdict().reason(),
                        DECISION));
    }

    private static Overload member(
            String function, String id, CelType result, CelFunction code, CelType... parameters) {
        return new Overload(function, id, true, true, List.of(parameters), result, code);
    }

    private static Object path(Object[] args) {
        String path = (String) args[1];
        if (path.isEmpty()) {
            throw new CelError("path must not be empty");
        }
        return new PathCheck((Subject) args[0], path);
    }

    private static Object serviceAccount(Object[] args) {
        String namespace = (String) args[1];
        String name = (String) args[2];
        UserInfo user = new UserInfo(
                "system:serviceaccount:" + namespace + ":" + name,
                "",
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, UserInfo.AUTHENTICATED),
                Map.of());
        return new Subject(((Subject) args[0]).authorizer(), user);
    }

    private static Object resource(Object[] args) {
        String resource = (String) args[1];
        if (resource.isEmpty()) {
            throw new CelError("resource must not be empty");
        }
        GroupCheck group = (GroupCheck) args[0];
        return new ResourceCheck(group.subject(), group.group(), resource, "", "", "");
    }

    private static ResourceCheck with(ResourceCheck check, String part, String value) {
        return new ResourceCheck(
                check.subject(),
                check.group(),
                check.resource(),
                part.equals("subresource") ? value : check.subresource(),
                part.equals("namespace") ? value : check.namespace(),
                part.equals("name") ? value : check.name());
    }

    private static Object checkPath(Object[] args) {
        PathCheck check = (PathCheck) args[0];
        return decide(check.subject(), new AccessAttributes.NonResource((String) args[1], check.path()));
    }

    private static Object check(Object[] args) {
        ResourceCheck check = (ResourceCheck) args[0];
        return decide(
                check.subject(),
                new AccessAttributes.Resource(
                        (String) args[1],
                        check.group(),
                        "*",
                        check.resource(),
                        check.subresource(),
                        check.namespace(),
                        check.name()));
    }

    private static Decision decide(Subject subject, AccessAttributes access) {
        return new Decision(subject.authorizer().decide(subject.user(), access));
    }
}
