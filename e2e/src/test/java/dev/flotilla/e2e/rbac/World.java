package dev.flotilla.e2e.rbac;

import java.util.List;

/** The names of which random policies are made: few, so that they meet. */
final class World {
    static final List<String> NAMESPACES = List.of("rbac-a", "rbac-b", "rbac-c");
    static final List<String> USERS = List.of("u0", "u1", "u2", "u3", "u4", "u5", "u\"6", "u7@example.com");
    static final List<String> GROUPS = List.of("g0", "g1", "g2", "g3", "g4", "system:authenticated");
    static final List<String> ACCOUNTS = List.of("robot", "crawler");
    static final List<String> API_GROUPS = List.of("", "", "", "apps", "apps", "policy.karmada.io", "*");
    static final List<String> ASKED_GROUPS = List.of("", "", "", "apps", "apps", "policy.karmada.io", "batch");
    static final List<String> RESOURCES = List.of(
            "pods",
            "pods",
            "pods/log",
            "pods/exec",
            "secrets",
            "deployments",
            "deployments/scale",
            "propagationpolicies",
            "*",
            "*/log",
            "*/scale",
            "pods/*");
    static final List<String> PLURALS = List.of("pods", "secrets", "deployments", "propagationpolicies", "jobs");
    static final List<String> SUBRESOURCES = List.of("", "", "", "log", "scale", "exec", "catalog");
    static final List<String> VERBS = List.of(
            "get",
            "get",
            "list",
            "watch",
            "create",
            "update",
            "patch",
            "delete",
            "deletecollection",
            "impersonate",
            "*");
    static final List<String> ASKED_VERBS = List.of(
            "get",
            "get",
            "list",
            "watch",
            "create",
            "update",
            "patch",
            "delete",
            "deletecollection",
            "impersonate",
            "frobnicate");
    static final List<String> NAMES = List.of("web", "db", "*", "a.b");
    static final List<String> ASKED_NAMES = List.of("", "", "web", "db", "a.b", "other");
    static final List<String> URLS = List.of("/metrics", "/x/y", "/x/*", "/x*", "/logs/*", "/logs", "/*", "*");
    static final List<String> PATHS =
            List.of("/metrics", "/metrics/a", "/x", "/x/", "/x/y", "/x/y/z", "/xyz", "/logs", "/logs/kube", "/", "");
    static final List<String> PATH_VERBS = List.of("get", "get", "post", "put", "*");
    static final List<String> TEAMS = List.of("red", "green", "blue");
    static final String TEAM = "example.com/team";
    static final String ROLES_PATH = "/apis/rbac.authorization.k8s.io/v1/";
    static final int CLUSTER_ROLES = 30;
    static final int AGGREGATED = 6;
    static final int ROLES = 8;

    private World() {}

    static String clusterRole(int number) {
        return "random-" + number;
    }

    static String aggregated(int number) {
        return "gathered-" + number;
    }

    static String role(int number) {
        return "role-" + number;
    }
}
