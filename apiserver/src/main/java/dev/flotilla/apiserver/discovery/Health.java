package dev.flotilla.apiserver.discovery;

import dev.flotilla.apiserver.request.ApiRequest;
import dev.flotilla.apiserver.request.ApiResponse;
import dev.flotilla.apiserver.request.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Answers {@code /healthz}, {@code /livez} and {@code /readyz}: ok, or which check fails and why. Liveness asks only
 * whether requests are answered.
 */
public final class Health implements Handler {
    private static final String PING = "ping";

    private final SequencedMap<String, Supplier<Optional<String>>> readiness;

    /** @param readiness by name; each gives what is wrong, or nothing */
    public Health(Map<String, Supplier<Optional<String>>> readiness) {
        this.readiness = new TreeMap<>(readiness);
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        String[] parts = request.path().substring(1).split("/");
        SequencedMap<String, Supplier<Optional<String>>> checks = new TreeMap<>();
        checks.put(PING, Optional::empty);
        if (!parts[0].equals("livez")) {
            checks.putAll(readiness);
        }
        if (parts.length == 2) {
            Supplier<Optional<String>> one = checks.get(parts[1]);
            return one == null
                    ? Discovery.notFound()
                    : answer(parts[0], new TreeMap<>(Map.of(parts[1], one)), false, List.of());
        }
        List<String> excluded = request.query().values().getOrDefault("exclude", List.of());
        return answer(parts[0], checks, request.query().first("verbose").isPresent(), excluded);
    }

    private static ApiResponse answer(
            String endpoint, Map<String, Supplier<Optional<String>>> checks, boolean verbose, List<String> excluded) {
        StringBuilder lines = new StringBuilder();
        boolean healthy = true;
        for (var check : checks.entrySet()) {
            String name = check.getKey();
            if (excluded.contains(name)) {
                lines.append("[+]").append(name).append(" excluded: ok\n");
                continue;
            }
            Optional<String> wrong = check.getValue().get();
            healthy &= wrong.isEmpty();
            lines.append(
                    wrong.map(why -> "[-]" + name + " failed: " + why + "\n").orElse("[+]" + name + " ok\n"));
        }
        String unknown = String.join(
                ", ",
                excluded.stream()
                        .filter(name -> !checks.containsKey(name))
                        .map(name -> '"' + name + '"')
                        .toList());
        if (!unknown.isEmpty()) {
            lines.append("warn: some health checks cannot be excluded: no matches for ")
                    .append(unknown)
                    .append('\n');
        }
        if (!healthy) {
            return ApiResponse.text(500, lines + endpoint + " check failed\n");
        }
        return ApiResponse.text(200, verbose ? lines + endpoint + " check passed\n" : "ok");
    }
}
