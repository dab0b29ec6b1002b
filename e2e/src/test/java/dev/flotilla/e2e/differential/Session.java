package dev.flotilla.e2e.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is done to one object, from before it is there.
 *
 * @param seed that it was made of
 */
record Session(long seed, Tested kind, List<Step> steps) {
    Session {
        steps = List.copyOf(steps);
    }

    Session without(int step) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.remove(step);
        return new Session(seed, kind, fewer);
    }

    Session with(int step, Step other) {
        List<Step> changed = new ArrayList<>(steps);
        changed.set(step, other);
        return new Session(seed, kind, changed);
    }

    Session upTo(int end) {
        return new Session(seed, kind, steps.subList(0, end));
    }

    String shown() {
        return "seed " + seed + ", " + kind.apiVersion() + " " + kind.kind() + "\n"
                + steps.stream().map(step -> "    " + step.shown()).collect(Collectors.joining("\n"));
    }
}
