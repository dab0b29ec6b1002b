package dev.flotilla.cli.command;

import dev.flotilla.cli.UserError;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code KIND/NAME -n NAMESPACE}. */
final class ObjectArgument {
    @Parameters(
            paramLabel = "KIND/NAME",
            description = "as deploy/web or pp/spread; a kind by plural, singular, short name or kind")
    private String object = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "where it lives (default: ${DEFAULT-VALUE})")
    private String namespace = "default";

    String kind() {
        return typed()[0];
    }

    String name() {
        return typed()[1];
    }

    String namespace() {
        return namespace;
    }

    private String[] typed() {
        String[] typed = object.split("/", -1);
        if (typed.length != 2 || typed[0].isEmpty() || typed[1].isEmpty()) {
            throw new UserError("'" + object + "' names no object; write KIND/NAME, as in deploy/web");
        }
        return typed;
    }
}
