package dev.flotilla.e2e.clients;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** One kubectl version. */
record KubectlVersion(String name, Path binary) {
    @Override
    public String toString() {
        return "kubectl " + name;
    }

    /** Every one that this machine has. */
    static final class All implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations declarations, ExtensionContext context) {
            return all().stream().map(Arguments::of);
        }
    }

    /** The oldest and the newest; with {@code -Dclients.everything=true} every one. */
    static final class Ends implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations declarations, ExtensionContext context) {
            List<KubectlVersion> all = all();
            return all.size() < 3 || Boolean.getBoolean("clients.everything")
                    ? all.stream().map(Arguments::of)
                    : Stream.of(Arguments.of(all.getFirst()), Arguments.of(all.getLast()));
        }
    }

    private static List<KubectlVersion> all() {
        return BuiltClients.kubectls().entrySet().stream()
                .map((Map.Entry<String, Path> each) -> new KubectlVersion(each.getKey(), each.getValue()))
                .toList();
    }
}
