package dev.flotilla.api.schema.validation;

import dev.flotilla.api.schema.custom.Formats;
import dev.flotilla.api.status.FieldError;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Services. Which addresses are free is for the member to know. */
final class ServiceRules {
    private static final int AFFINITY_SECONDS_MAX = 86_400;
    private static final String NOT_AN_IP = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private static final String NOT_A_RANGE = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    private final Checks checks;

    ServiceRules(Checks checks) {
        this.checks = checks;
    }

    void check(JsonNode spec) {
        String type = spec.path("type").asString("");
        String address = spec.path("clusterIP").asString("");
        boolean headless = address.equals("None");
        if (spec.path("ports").isEmpty() && !headless && !type.equals("ExternalName")) {
            checks.required("spec.ports");
        }
        switch (type) {
            case "LoadBalancer" -> balanced(spec, headless);
            case "NodePort" -> {
                if (headless) {
                    checks.invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for NodePort services");
                }
            }
            case "ExternalName" -> external(spec);
            default -> {
                // Judged below.
            }
        }
        ports(spec.path("ports"));
        new MetadataRules(checks).labels("spec.selector", spec.path("selector"));
        affinity(spec);
        checks.supported("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        addresses(spec, type, address);
        nodePorts(spec, type);
        samePorts(spec.path("ports"));
        sourceRanges(spec, type);
        traffic(spec, type);
    }

    private void balanced(JsonNode spec, boolean headless) {
        if (headless) {
            checks.invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for LoadBalancer services");
        }
        JsonNode address = spec.path("loadBalancerIP");
        if (!address.asString("").isEmpty() && !isAddress(address.asString())) {
            checks.invalid("spec.loadBalancerIP", address, NOT_AN_IP);
        }
    }

    private void external(JsonNode spec) {
        if (!spec.path("clusterIP").asString("").isEmpty()) {
            checks.forbidden("spec.clusterIPs", "may not be set for ExternalName services");
        }
        String name = spec.path("externalName").asString("");
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (bare.isEmpty()) {
            checks.required("spec.externalName");
        } else {
            checks.invalid("spec.externalName", name, Names.dnsSubdomain(bare));
        }
    }

    private void ports(JsonNode ports) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            String at = "spec.ports[" + i + "]";
            JsonNode port = ports.get(i);
            String name = port.path("name").asString("");
            if (name.isEmpty() && ports.size() > 1) {
                checks.required(at + ".name");
            } else if (!name.isEmpty()) {
                checks.invalid(at + ".name", name, Names.dnsLabel(name));
                if (!names.add(name)) {
                    checks.duplicate(at + ".name", name);
                }
            }
            checks.port(at + ".port", port.path("port"));
            checks.supported(at + ".protocol", port.path("protocol").asString(""), "SCTP", "TCP", "UDP");
            checks.portOrName(at + ".targetPort", port.path("targetPort"));
            String application = port.path("appProtocol").asString("");
            if (!application.isEmpty()) {
                checks.invalid(at + ".appProtocol", application, Names.qualifiedName(application));
            }
        }
    }

    private void samePorts(JsonNode ports) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            JsonNode port = ports.get(i);
            String what = port.path("protocol").asString("") + port.path("port").asLong(0);
            if (!seen.add(what)) {
                checks.add(FieldError.duplicate("spec.ports[" + i + "]", port.toString()));
            }
        }
    }

    private void affinity(JsonNode spec) {
        String affinity = spec.path("sessionAffinity").asString("");
        checks.supported("spec.sessionAffinity", affinity, "ClientIP", "None");
        JsonNode seconds = spec.path("sessionAffinityConfig").path("clientIP").path("timeoutSeconds");
        boolean outside = seconds.asLong(1) <= 0 || seconds.asLong(1) > AFFINITY_SECONDS_MAX;
        if (affinity.equals("ClientIP") && outside) {
            checks.invalid(
                    "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                    seconds,
                    "must be greater than 0 and less than " + AFFINITY_SECONDS_MAX);
        }
    }

    private void addresses(JsonNode spec, String type, String address) {
        boolean given = !address.isEmpty() && !address.equals("None") && !type.equals("ExternalName");
        if (given && !isAddress(address)) {
            checks.invalid("spec.clusterIPs[0]", address, NOT_AN_IP);
        }
        JsonNode external = spec.path("externalIPs");
        for (int i = 0; i < external.size(); i++) {
            String at = "spec.externalIPs[" + i + "]";
            String each = external.get(i).asString("");
            if (!isAddress(each)) {
                checks.invalid(at, each, NOT_AN_IP);
            } else {
                reachable(at, each);
            }
        }
    }

    private void reachable(String field, String address) {
        if (address.equals("0.0.0.0") || address.equals("::")) {
            checks.invalid(field, address, "may not be unspecified (0.0.0.0 or ::)");
        } else if (address.startsWith("127.") || address.equals("::1")) {
            checks.invalid(field, address, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        } else if (address.startsWith("169.254.")
                || address.toLowerCase(Locale.ROOT).startsWith("fe80:")) {
            checks.invalid(field, address, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
    }

    private void nodePorts(JsonNode spec, String type) {
        JsonNode ports = spec.path("ports");
        for (int i = 0; type.equals("ClusterIP") && i < ports.size(); i++) {
            if (ports.get(i).path("nodePort").asLong(0) != 0) {
                checks.forbidden("spec.ports[" + i + "].nodePort", "may not be used when `type` is 'ClusterIP'");
            }
        }
    }

    private void sourceRanges(JsonNode spec, String type) {
        JsonNode ranges = spec.path("loadBalancerSourceRanges");
        if (!ranges.isEmpty() && !type.equals("LoadBalancer")) {
            checks.forbidden("spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'");
            return;
        }
        for (int i = 0; i < ranges.size(); i++) {
            String range = ranges.get(i).asString("").strip();
            if (!Formats.accepts("cidr", range)) {
                checks.invalid("spec.LoadBalancerSourceRanges[" + i + "]", range, NOT_A_RANGE);
            }
        }
    }

    private void traffic(JsonNode spec, String type) {
        String external = spec.path("externalTrafficPolicy").asString("");
        boolean exposed = type.equals("LoadBalancer")
                || type.equals("NodePort")
                || (type.equals("ClusterIP") && !spec.path("externalIPs").isEmpty());
        if (!external.isEmpty() && !exposed) {
            String why = "may only be set for externally-accessible services";
            checks.invalid("spec.externalTrafficPolicy", external, why);
        } else if (exposed) {
            checks.supported("spec.externalTrafficPolicy", external, "Cluster", "Local");
        }
        String internal = spec.path("internalTrafficPolicy").asString("");
        if (!internal.isEmpty()) {
            checks.supported("spec.internalTrafficPolicy", internal, "Cluster", "Local");
        }
    }

    private static boolean isAddress(String text) {
        return Formats.accepts("ipv4", text) || Formats.accepts("ipv6", text);
    }
}
