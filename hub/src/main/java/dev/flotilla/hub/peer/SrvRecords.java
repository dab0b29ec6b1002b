package dev.flotilla.hub.peer;

import dev.flotilla.hub.config.Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads SRV records (RFC 2782) as nodes: a node's name is the first label of its target. */
final class SrvRecords {
    /** Priority, weight, port, target: all nodes are equal, so the first two say nothing. */
    private static final Pattern FORM = Pattern.compile("\\d{1,5} \\d{1,5} (?<port>\\d{1,5}) (?<target>[^ ]+?)\\.?");

    private SrvRecords() {}

    /** @param records in the form of zone files; what has another form is passed over */
    static Map<String, Address> nodes(List<String> records) {
        Map<String, Address> nodes = new TreeMap<>();
        records.forEach(record -> address(record)
                .ifPresent(address -> nodes.putIfAbsent(address.host().split("\\.", 2)[0], address)));
        return nodes;
    }

    private static Optional<Address> address(String record) {
        Matcher form = FORM.matcher(record.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Address.parse(form.group("target") + ":" + form.group("port")));
        } catch (IllegalArgumentException noHost) {
            return Optional.empty();
        }
    }
}
