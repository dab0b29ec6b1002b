package dev.flotilla.hub.peer;

import dev.flotilla.hub.config.Address;
import dev.flotilla.hub.config.PeerDns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that DNS knows, asked again and again on a thread of its own. An answer stays good while there is none:
 * whoever is really gone does not answer a message either.
 */
final class PeerNames implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerNames.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int TIMEOUT_MS = 1_000;
    private static final int TRIES = 2;
    private static final String SRV = "SRV";

    private final PeerDns dns;

    /** Java's naming takes no other kind of map. */
    @SuppressWarnings("JdkObsolete")
    private final Hashtable<String, String> environment;

    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flotilla-peer-names").daemon()::unstarted);
    private volatile Map<String, Address> nodes = Map.of();
    private String trouble = "";

    @SuppressWarnings("JdkObsolete")
    private PeerNames(PeerDns dns) {
        this.dns = dns;
        this.environment = new Hashtable<>(Map.of(
                "java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory",
                "java.naming.provider.url",
                        dns.server().map(server -> "dns://" + server).orElse("dns:"),
                "com.sun.jndi.dns.timeout.initial", Integer.toString(TIMEOUT_MS),
                "com.sun.jndi.dns.timeout.retries", Integer.toString(TRIES)));
    }

    /** Asks at once, and does not wait for the answer. */
    static PeerNames ask(PeerDns dns) {
        PeerNames names = new PeerNames(dns);
        var _ = names.asking.scheduleWithFixedDelay(names::askAgain, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return names;
    }

    /** Every node's address by its name, as DNS said last; none before it has answered. */
    Map<String, Address> nodes() {
        return nodes;
    }

    private void askAgain() {
        try {
            Map<String, Address> found = SrvRecords.nodes(records());
            if (!found.isEmpty() && !found.equals(nodes)) {
                LOG.atInfo().addKeyValue("nodes", found).log("DNS tells where the nodes are");
                nodes = Map.copyOf(found);
            }
            tell(found.isEmpty() ? "it has no SRV records" : "");
        } catch (NamingException | RuntimeException failed) {
            tell(failed.toString());
        }
    }

    /** Says once what is wrong, not every time. */
    private void tell(String problem) {
        if (!problem.equals(trouble) && !problem.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("name", dns.name())
                    .addKeyValue("reason", problem)
                    .log("DNS does not tell where the nodes are; what it told last, and the log, have to do");
        }
        trouble = problem;
    }

    @SuppressWarnings("BanJNDI") // it asks DNS for SRV records, which are text: nothing is deserialised
    private List<String> records() throws NamingException {
        DirContext context = new InitialDirContext(environment);
        try {
            Attribute found =
                    context.getAttributes(dns.name(), new String[] {SRV}).get(SRV);
            List<String> records = new ArrayList<>();
            for (int index = 0; found != null && index < found.size(); index++) {
                records.add(String.valueOf(found.get(index)));
            }
            return records;
        } catch (NameNotFoundException none) {
            return List.of();
        } finally {
            context.close();
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
