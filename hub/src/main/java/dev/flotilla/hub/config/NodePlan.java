package dev.flotilla.hub.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node of a hub that is to be.
 *
 * @param host by which clients and the other nodes reach it
 * @param port of its API; the three after it are for the other nodes, for its broker's clients, and for controllers
 */
public record NodePlan(String name, String host, int port, Location location) {
    private static final int PORT = 7443;
    private static final int PORT_MAX = 65_532;
    private static final Pattern FORM = Pattern.compile(
            "(?<name>[a-z0-9]([-a-z0-9.]*[a-z0-9])?)=(\\[(?<six>[0-9a-fA-F:.]+)]|(?<host>[^:@/\\[\\]]+))(:(?<port>\\d{1,5}))?"
                    + "(@(?<region>[^@/]+)(/(?<zone>[^@/]+))?)?");

    /**
     * @param text as {@code a=hub-a.example.org}, with a port and a place if need be: {@code a=10.0.0.1:7443@eu/eu-1}
     * @throws IllegalArgumentException if it has another form, with the form that is wanted
     */
    public static NodePlan parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no node; write NAME=HOST[:PORT][@REGION[/ZONE]], as a=10.0.0.1:7443@eu/eu-1");
        }
        String six = form.group("six");
        String port = form.group("port");
        int number = port == null ? PORT : Integer.parseInt(port);
        if (number < 1 || number > PORT_MAX) {
            throw new IllegalArgumentException(
                    "the port of '" + text + "' must be from 1 to " + PORT_MAX + ": the three after it are taken too");
        }
        return new NodePlan(
                form.group("name"),
                six == null ? form.group("host") : six,
                number,
                new Location(text(form.group("region")), text(form.group("zone"))));
    }

    private static String text(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "" : group;
    }

    Address api() {
        return new Address(host, port);
    }

    Address peers() {
        return new Address(host, port + 1);
    }

    Address broker() {
        return new Address(host, port + 2);
    }

    Address controller() {
        return new Address(host, port + 3);
    }
}
