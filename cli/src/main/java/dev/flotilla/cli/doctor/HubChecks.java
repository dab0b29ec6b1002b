package dev.flotilla.cli.doctor;

import dev.flotilla.cli.UserError;
import dev.flotilla.cli.client.FleetView;
import dev.flotilla.cli.client.KubeClient;
import dev.flotilla.cli.client.Kubeconfig;
import dev.flotilla.cli.client.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a running hub: its readiness, check by check, and each member as the hub would reach it. */
final class HubChecks {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final KubeClient hub;
    private final Instant now;

    HubChecks(KubeClient hub, Instant now) {
        this.hub = hub;
        this.now = now;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        try {
            readiness(findings);
            for (FleetView.Member member : new FleetView(hub).members()) {
                findings.add(member(member));
            }
        } catch (UserError silent) {
            findings.add(Finding.fail(
                    "hub API", String.valueOf(silent.getMessage()), "`flotilla logs` shows what the hub is doing"));
        }
        return findings;
    }

    /** Lines of {@code /readyz?verbose}: {@code [+]log ok} or {@code [-]log failed: reason}. */
    private void readiness(List<Finding> findings) {
        for (String line : hub.text("/readyz?verbose").split("\n")) {
            if (line.startsWith("[+]")) {
                findings.add(Finding.ok("hub " + line.substring(3).replace(" ok", ""), "ok"));
            } else if (line.startsWith("[-]")) {
                findings.add(Finding.fail(
                        "hub " + line.substring(3).split(" ")[0],
                        line.substring(3),
                        "`flotilla logs` and `flotilla logs broker` show why; a broker that is away comes back with"
                                + " `flotilla down && flotilla up --detach`"));
            }
        }
    }

    private Finding member(FleetView.Member member) {
        String subject = "member " + member.name();
        Optional<Kubeconfig> credentials = new Membership(hub).credentials(member.name());
        if (credentials.isEmpty()) {
            return Finding.fail(
                    subject,
                    "the hub has no credentials for it",
                    "join it again: flotilla join " + member.name() + " --kubeconfig FILE");
        }
        Optional<Finding> certificate = certificate(subject, member.name(), credentials.get());
        if (certificate.isPresent()) {
            return certificate.get();
        }
        try (KubeClient client = new KubeClient(credentials.get())) {
            String version = client.get("/version")
                    .map(found -> found.path("gitVersion").asString("?"))
                    .orElse("?");
            return member.ready().equals("True")
                    ? Finding.ok(subject, version + " at " + credentials.get().server())
                    : Finding.warn(
                            subject,
                            "answers here, but the hub says: " + member.why(),
                            "wait a few seconds; if it stays so, look at `flotilla logs`");
        } catch (UserError unreachable) {
            return Finding.fail(
                    subject,
                    String.valueOf(unreachable.getMessage()),
                    "check that the cluster runs and can be reached from here, or unjoin it: flotilla unjoin "
                            + member.name());
        }
    }

    private Optional<Finding> certificate(String subject, String name, Kubeconfig credentials) {
        Optional<Instant> end = Certificates.earliestEnd(credentials);
        if (end.isEmpty() || end.get().isAfter(now.plus(RENEW_BEFORE))) {
            return Optional.empty();
        }
        boolean over = end.get().isBefore(now);
        String detail = "its certificate " + (over ? "expired at " : "expires at ") + end.get();
        String advice = "join it again with new credentials: flotilla join " + name + " --kubeconfig FILE";
        return Optional.of(over ? Finding.fail(subject, detail, advice) : Finding.warn(subject, detail, advice));
    }
}
