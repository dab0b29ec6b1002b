package dev.flotilla.hub.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something listens, or is reached.
 *
 * @param host a name or an IP address, an IPv6 one without brackets
 * @param port 0 only where any free one will do
 */
public record Address(String host, int port) {
    private static final int PORT_MAX = 65_535;
    private static final Pattern FORM = Pattern.compile(
            "(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<host>[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?)):(?<port>\\d{1,5})");

    public Address {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("the port " + port + " is not between 0 and " + PORT_MAX);
        }
    }

    /**
     * @param text as {@code hub-1.example.org:7443} or {@code [::1]:7443}
     * @throws IllegalArgumentException if it has another form, with the form that is wanted
     */
    public static Address parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no address; write HOST:PORT, as 10.0.0.1:7443");
        }
        String six = form.group("six");
        return new Address(six == null ? form.group("host") : six, Integer.parseInt(form.group("port")));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
