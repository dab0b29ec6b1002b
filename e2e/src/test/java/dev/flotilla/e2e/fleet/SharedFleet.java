package dev.flotilla.e2e.fleet;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flotilla.e2e.Kubectl;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands one fleet to every class that asks for it, since starting one costs more than most tests: six members, two in
 * each of the regions eu, us and ap. It is whole when a class gets it, whatever the class before has left; it ends with
 * the JVM's last class, and tests in another JVM have a fleet of their own. Classes keep to namespaces of their own.
 */
public final class SharedFleet implements ParameterResolver {
    private static final String[] MEMBERS = {"eu-1=eu", "us-1=us", "ap-1=ap", "member1=eu", "member2=us", "member3=ap"};

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalFleetFixture.class;
    }

    @Override
    public LocalFleetFixture resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return fleet(context);
    }

    /** The fleet of all, whole. */
    public LocalFleetFixture fleet(ExtensionContext context) {
        assumeTrue(Kubectl.isInstalled(), "no kubectl on PATH");
        LocalFleetFixture fleet = context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION,
                        ExtensionContext.Namespace.create(SharedFleet.class))
                .computeIfAbsent(
                        LocalFleetFixture.class, _ -> LocalFleetFixture.start(MEMBERS), LocalFleetFixture.class);
        fleet.mend();
        return fleet;
    }
}
