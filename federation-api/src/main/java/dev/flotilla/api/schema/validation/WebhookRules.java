package dev.flotilla.api.schema.validation;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a configuration of admission webhooks must say. */
final class WebhookRules {
    private static final String FORM = "; desired format: https://host[/path]";
    private static final List<String> REVIEWS = List.of("v1", "v1beta1");
    private static final int TIMEOUT_SECONDS_MAX = 30;

    private final Checks found;
    private final OperationRules operations;

    WebhookRules(Checks found) {
        this.found = found;
        this.operations = new OperationRules(found);
    }

    void check(ObjectNode configuration) {
        JsonNode webhooks = configuration.path("webhooks");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < webhooks.size(); i++) {
            String field = "webhooks[" + i + "]";
            webhook(field, webhooks.get(i));
            String name = webhooks.get(i).path("name").asString("");
            if (!name.isEmpty() && !names.add(name)) {
                found.duplicate(field + ".name", name);
            }
        }
    }

    private void webhook(String field, JsonNode webhook) {
        name(field + ".name", webhook.path("name").asString(""));
        operations.check(field + ".rules", webhook.path("rules"));
        supported(field + ".failurePolicy", webhook.path("failurePolicy"), "Fail", "Ignore");
        supported(field + ".matchPolicy", webhook.path("matchPolicy"), "Equivalent", "Exact");
        if (webhook.path("sideEffects").isString()) {
            supported(field + ".sideEffects", webhook.path("sideEffects"), "None", "NoneOnDryRun");
        } else {
            found.required(field + ".sideEffects", "must specify one of None, NoneOnDryRun");
        }
        JsonNode timeout = webhook.path("timeoutSeconds");
        if (timeout.isNumber() && (timeout.asLong() < 1 || timeout.asLong() > TIMEOUT_SECONDS_MAX)) {
            found.invalid(field + ".timeoutSeconds", timeout, "the timeout value must be between 1 and 30 seconds");
        }
        operations.selector(field + ".namespaceSelector", webhook.path("namespaceSelector"));
        operations.selector(field + ".objectSelector", webhook.path("objectSelector"));
        supported(field + ".reinvocationPolicy", webhook.path("reinvocationPolicy"), "IfNeeded", "Never");
        client(field + ".clientConfig", webhook.path("clientConfig"));
        new MatchConditionRules(found).check(field + ".matchConditions", webhook.path("matchConditions"));
        reviews(field + ".admissionReviewVersions", webhook.path("admissionReviewVersions"));
    }

    private void name(String field, String name) {
        List<String> problems = Names.dnsSubdomain(name);
        if (name.isEmpty()) {
            found.required(field);
        } else if (!problems.isEmpty()) {
            found.invalid(field, name, String.join(",", problems));
        } else if (name.split("\\.", -1).length < 3) {
            found.invalid(field, name, "should be a domain with at least three segments separated by dots");
        }
    }

    private void supported(String field, JsonNode value, String... known) {
        if (value.isString()) {
            found.supported(field, value.asString(), known);
        }
    }

    private void client(String field, JsonNode config) {
        boolean url = config.path("url").isString();
        JsonNode service = config.path("service");
        if (url == service.isObject()) {
            found.required(field, "exactly one of url or service is required");
        } else if (url) {
            url(field + ".url", config.path("url").asString());
        } else {
            service(field + ".service", service);
        }
    }

    private void url(String field, String text) {
        URI url;
        try {
            url = new URI(text.endsWith("://") ? text + "/" : text);
        } catch (URISyntaxException e) {
            found.required(field, "url must be a valid URL: " + e.getMessage() + FORM);
            return;
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        if (!scheme.equals("https")) {
            found.invalid(field, scheme, "'https' is the only allowed URL scheme" + FORM);
        }
        if (authority.substring(authority.indexOf('@') + 1).isEmpty()) {
            found.invalid(field, "", "host must be specified" + FORM);
        }
        if (authority.indexOf('@') >= 0) {
            found.invalid(
                    field,
                    authority.substring(0, authority.indexOf('@')),
                    "user information is not permitted in the URL");
        }
        if (url.getFragment() != null && !url.getFragment().isEmpty()) {
            found.invalid(field, url.getFragment(), "fragments are not permitted in the URL");
        }
        if (url.getRawQuery() != null && !url.getRawQuery().isEmpty()) {
            found.invalid(field, url.getRawQuery(), "query parameters are not permitted in the URL");
        }
    }

    private void service(String field, JsonNode service) {
        // A kube-apiserver names one field when the other is empty; clients compare its words.
        found.requiredText(field + ".namespace", service.path("name"));
        found.requiredText(field + ".name", service.path("namespace"));
        JsonNode port = service.path("port");
        if (port.isNumber() && (port.asLong() < 1 || port.asLong() > 65_535)) {
            found.invalid(field + ".port", port, "port is not valid: must be between 1 and 65535, inclusive");
        }
        path(field + ".path", service.path("path").asString(""));
    }

    private void path(String field, String path) {
        if (path.isEmpty() || path.equals("/")) {
            return;
        }
        if (!path.startsWith("/")) {
            found.invalid(field, path, "must start with a '/'");
        }
        String rest = path.substring(1);
        String[] steps = (rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest).split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            if (steps[i].isEmpty()) {
                found.invalid(field, path, "segment[" + i + "] may not be empty");
            } else {
                for (String why : Names.dnsSubdomain(steps[i])) {
                    found.invalid(field, path, "segment[" + i + "]: " + why);
                }
            }
        }
    }

    private void reviews(String field, JsonNode versions) {
        if (versions.isEmpty()) {
            found.required(field, "must specify one of v1, v1beta1");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.get(i).asString("");
            if (!seen.add(version)) {
                found.invalid(field + "[" + i + "]", version, "duplicate version");
            } else {
                found.invalid(field + "[" + i + "]", version, Names.dnsLabel(version));
            }
        }
        if (REVIEWS.stream().noneMatch(seen::contains)) {
            found.invalid(field, versions, "must include at least one of v1, v1beta1");
        }
    }
}
