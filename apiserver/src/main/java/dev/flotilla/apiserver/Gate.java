package dev.flotilla.apiserver;

import dev.flotilla.apiserver.request.ApiResponse;
import java.util.Optional;

/** Stands before every request, known users' and strangers' alike: for simulated faults. */
@FunctionalInterface
public interface Gate {
    Gate OPEN = (_, _) -> Optional.empty();

    /**
     * Lets a request pass, perhaps late: it runs on the request's own virtual thread and may sleep.
     *
     * @return an answer in the request's place; empty to let it pass
     */
    Optional<ApiResponse.Whole> answer(String method, String path) throws InterruptedException;
}
