package dev.flotilla.api.dr;

import dev.flotilla.api.status.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What sites and guards must not say. */
final class SiteRules {
    private SiteRules() {}

    static void check(List<Site> sites, List<FieldError> errors) {
        Set<Site> seen = new HashSet<>();
        for (int index = 0; index < sites.size(); index++) {
            Site site = sites.get(index);
            String path = "spec.sites[" + index + "]";
            if (site.region().isEmpty() == site.cluster().isEmpty()) {
                errors.add(FieldError.invalid(
                        path, "\"" + site.label() + "\"", "exactly one of region and cluster must be set"));
            } else if (!seen.add(site)) {
                errors.add(FieldError.duplicate(path, "\"" + site.label() + "\""));
            }
        }
    }

    static void guards(List<Guard> guards, List<FieldError> errors) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < guards.size(); index++) {
            String name = guards.get(index).name();
            if (!seen.add(name)) {
                errors.add(FieldError.duplicate("spec.guards[" + index + "].name", "\"" + name + "\""));
            }
        }
    }
}
