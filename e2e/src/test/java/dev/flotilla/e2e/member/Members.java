package dev.flotilla.e2e.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The members that this machine has, each started when first needed, once for all tests, and ended with them. What it
 * lacks is said in one line each.
 */
final class Members implements ArgumentsProvider {
    private static final Namespace OURS = Namespace.create(Members.class);

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations declarations, ExtensionContext context) {
        return context
                .getRoot()
                .getStore(OURS)
                .computeIfAbsent(Running.class, _ -> new Running(), Running.class)
                .members
                .stream()
                .map(Arguments::of);
    }

    private static final class Running implements AutoCloseable {
        private final List<Member> members = new ArrayList<>();

        Running() {
            members.add(SimulatedMember.start());
            members.add(HubMember.start());
            start(RealApiServerMember::find, RealApiServerMember.SKIPPED);
            start(K3sMember::find, K3sMember.SKIPPED);
        }

        private void start(Supplier<Optional<? extends Member>> member, String skipped) {
            Optional<? extends Member> found = member.get();
            found.ifPresentOrElse(members::add, () -> System.out.println(skipped));
        }

        @Override
        public void close() {
            members.forEach(Member::close);
        }
    }
}
