package dev.flotilla.simulator.fault;

import dev.flotilla.api.status.StatusError;
import dev.flotilla.apiserver.Gate;
import dev.flotilla.apiserver.request.ApiResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Makes a member's requests late or refuses some, as its fault says. Who listens at all is not its business. */
public final class FaultGate implements Gate {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final AtomicLong requests = new AtomicLong();
    private volatile Fault fault = Fault.None.NONE;

    public void set(Fault now) {
        fault = now;
    }

    public Fault fault() {
        return fault;
    }

    @Override
    public Optional<ApiResponse.Whole> answer(String method, String path) throws InterruptedException {
        return switch (fault) {
            case Fault.None _ -> Optional.empty();
            case Fault.Unreachable _ -> Optional.of(refusal(503));
            case Fault.Slow slow -> {
                Thread.sleep(slow.latency());
                yield Optional.empty();
            }
            case Fault.Erroring erroring ->
                hits(requests.getAndIncrement(), erroring.ratio())
                        ? Optional.of(refusal(erroring.code()))
                        : Optional.empty();
        };
    }

    /** Whether the request of this number is among the part that is refused. */
    static boolean hits(long number, double ratio) {
        return (long) ((number + 1) * ratio) > (long) (number * ratio);
    }

    private static ApiResponse.Whole refusal(int code) {
        StatusError status = code == 500
                ? StatusError.internal("simulated fault")
                : StatusError.unavailable("simulated fault", RETRY_AFTER_SECONDS);
        return ApiResponse.json(code, status.toJson());
    }
}
