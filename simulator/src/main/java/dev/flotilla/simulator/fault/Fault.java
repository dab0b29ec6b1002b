package dev.flotilla.simulator.fault;

import dev.flotilla.api.status.FieldError;
import dev.flotilla.api.status.StatusError;
import dev.flotilla.api.store.ObjectJson;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with a member, on purpose. */
public sealed interface Fault {
    String UNREACHABLE = "unreachable";
    String SLOW = "slow";
    String ERRORING = "erroring";
    String NONE = "none";

    /** Nothing is. */
    enum None implements Fault {
        NONE
    }

    /** Nobody listens: connections are refused and open ones, watches with them, are cut. */
    enum Unreachable implements Fault {
        UNREACHABLE
    }

    /** Every request waits this long before it is looked at. */
    record Slow(Duration latency) implements Fault {}

    /**
     * A part of all requests is refused.
     *
     * @param code the HTTP status: 500 or 503
     * @param ratio from 0 to 1; spread evenly over the requests
     */
    record Erroring(int code, double ratio) implements Fault {}

    /** Its JSON form: {@code {kind, latencyMs?, status?, ratio?}}. */
    default ObjectNode toJson() {
        ObjectNode json = ObjectJson.mapper().createObjectNode();
        return switch (this) {
            case None _ -> json.put("kind", NONE);
            case Unreachable _ -> json.put("kind", UNREACHABLE);
            case Slow(Duration latency) -> json.put("kind", SLOW).put("latencyMs", latency.toMillis());
            case Erroring(int code, double ratio) ->
                json.put("kind", ERRORING).put("status", code).put("ratio", ratio);
        };
    }

    /**
     * Reads what {@link #toJson} writes; latencyMs is 2000, status 503 and ratio 1 unless they are given.
     *
     * @throws dev.flotilla.api.status.StatusException 422 naming the field that is wrong
     */
    static Fault of(JsonNode json) {
        String kind = json.path("kind").asString("");
        return switch (kind) {
            case NONE -> None.NONE;
            case UNREACHABLE -> Unreachable.UNREACHABLE;
            case SLOW -> new Slow(Duration.ofMillis(latencyMs(json.path("latencyMs"))));
            case ERRORING -> new Erroring(code(json.path("status")), ratio(json.path("ratio")));
            default -> throw refused(FieldError.notSupported("kind", kind, List.of(UNREACHABLE, SLOW, ERRORING, NONE)));
        };
    }

    private static long latencyMs(JsonNode given) {
        if (given.isMissingNode()) {
            return 2_000;
        }
        if (!given.isIntegralNumber() || given.longValue() < 0 || given.longValue() > 600_000) {
            throw refused(FieldError.invalid("latencyMs", given.toString(), "must be a number from 0 to 600000"));
        }
        return given.longValue();
    }

    private static int code(JsonNode given) {
        if (given.isMissingNode()) {
            return 503;
        }
        if (given.asInt(0) != 500 && given.asInt(0) != 503) {
            throw refused(FieldError.notSupported("status", given.toString(), List.of("500", "503")));
        }
        return given.asInt(0);
    }

    private static double ratio(JsonNode given) {
        if (given.isMissingNode()) {
            return 1;
        }
        if (!given.isNumber() || given.doubleValue() < 0 || given.doubleValue() > 1) {
            throw refused(FieldError.invalid("ratio", given.toString(), "must be a number from 0 to 1"));
        }
        return given.doubleValue();
    }

    private static RuntimeException refused(FieldError error) {
        return StatusError.invalid("simulator.flotilla.dev", "Fault", "", List.of(error))
                .exception();
    }
}
