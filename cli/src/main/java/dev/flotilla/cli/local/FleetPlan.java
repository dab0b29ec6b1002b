package dev.flotilla.cli.local;

import dev.flotilla.cli.UserError;
import java.util.List;

/**
 * What {@code up} is to start.
 *
 * @param port the hub's, on 127.0.0.1
 * @param hubArguments more options for the hub's command line
 */
public record FleetPlan(int port, List<SimulatedMember> members, List<String> hubArguments) {
    /** One simulated member cluster. */
    public record SimulatedMember(String name, String region) {
        public SimulatedMember {
            if (!name.matches("[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?")) {
                throw new UserError("'" + name + "' cannot be a cluster's name: use a DNS label of at most 48"
                        + " characters (lower case letters, digits, dashes)");
            }
        }
    }

    public FleetPlan {
        members = List.copyOf(members);
        hubArguments = List.copyOf(hubArguments);
        long names = members.stream().map(SimulatedMember::name).distinct().count();
        if (names != members.size()) {
            throw new UserError("two members have the same name: "
                    + members.stream().map(SimulatedMember::name).toList());
        }
    }

    public List<String> names() {
        return members.stream().map(SimulatedMember::name).toList();
    }

    public List<String> regions() {
        return members.stream().map(SimulatedMember::region).distinct().toList();
    }

    public FleetPlan(int port, List<SimulatedMember> members) {
        this(port, members, List.of());
    }

    public FleetPlan withHubArguments(List<String> arguments) {
        return new FleetPlan(port, members, arguments);
    }
}
