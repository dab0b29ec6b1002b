package dev.flotilla.e2e.clients;

import dev.flotilla.e2e.fleet.SharedFleet;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands out the {@link Server}: the hub of the {@link SharedFleet}. */
final class Servers implements ParameterResolver {
    static final String OTHER = System.getProperty("clients.kubeconfig", "");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Server.class;
    }

    @Override
    public Server resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return OTHER.isEmpty()
                ? new Server(new SharedFleet().fleet(context).kubeconfig(), "hub")
                : new Server(Path.of(OTHER), "hub");
    }
}
