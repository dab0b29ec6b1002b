package dev.flotilla.apiserver.audit;

import dev.flotilla.apiserver.auth.AccessAttributes;
import dev.flotilla.apiserver.auth.UserInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What is written down: the first rule that matches decides, and what no rule matches is not. */
public record AuditPolicy(List<AuditRule> rules, Set<AuditStage> omitStages, boolean omitManagedFields) {
    private static final String DEFAULT_FILE = "default-policy.yaml";

    /** What the policy says of one request. */
    public record Verdict(AuditLevel level, Set<AuditStage> omitStages, boolean omitManagedFields) {
        boolean wants(AuditStage stage) {
            return level != AuditLevel.NONE && !omitStages.contains(stage);
        }

        boolean wants(AuditLevel least) {
            return level.compareTo(least) >= 0;
        }
    }

    public AuditPolicy {
        rules = List.copyOf(rules);
        omitStages = Set.copyOf(omitStages);
    }

    /** Writes nothing down. */
    public static AuditPolicy none() {
        return new AuditPolicy(List.of(), Set.of(), false);
    }

    /** Who did what to which object and with what result, without any body: no secret can be in it. */
    public static AuditPolicy byDefault() {
        try (InputStream file =
                Objects.requireNonNull(AuditPolicy.class.getResourceAsStream(DEFAULT_FILE), DEFAULT_FILE)) {
            return AuditPolicyReader.read(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Verdict decide(UserInfo user, AccessAttributes access) {
        for (AuditRule rule : rules) {
            if (rule.matches(user, access)) {
                return new Verdict(
                        rule.level(),
                        rule.omitStages(),
                        rule.omitManagedFields().orElse(omitManagedFields));
            }
        }
        return new Verdict(AuditLevel.NONE, omitStages, omitManagedFields);
    }
}
