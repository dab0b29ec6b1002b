package dev.flotilla.api.cel;

import dev.flotilla.api.cel.value.CelError;
import dev.flotilla.api.cel.value.CelMap;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** A comprehension, into which macros such as {@code all} and {@code map} expand. */
record Fold(Step range, Step init, Step condition, Step step, Step result, Slots slots) implements Step {
    /** @param two whether it has a variable for the key or index and one for the value */
    record Slots(int first, int second, int accumulator, boolean two) {}

    @Override
    public Object eval(Frame frame) {
        Object over = range.eval(frame);
        attempt(init, frame);
        switch (over) {
            case List<?> list -> overList(list, frame);
            case CelMap map -> overKeys(map, map.keys(), frame);
            default -> throw CelError.noSuchOverload();
        }
        return result.eval(frame);
    }

    private void overList(List<?> list, Frame frame) {
        int size = list.size();
        for (int i = 0; i < size; i++) {
            if (slots.two) {
                frame.set(slots.first, (long) i);
                frame.set(slots.second, list.get(i));
            } else {
                frame.set(slots.first, list.get(i));
            }
            if (!goesOn(frame)) {
                return;
            }
        }
    }

    private void overKeys(CelMap map, Collection<?> keys, Frame frame) {
        for (Object key : keys) {
            frame.set(slots.first, key);
            if (slots.two) {
                frame.set(slots.second, Objects.requireNonNull(map.find(key)));
            }
            if (!goesOn(frame)) {
                return;
            }
        }
    }

    private boolean goesOn(Frame frame) {
        frame.checkInterrupt();
        if (!Boolean.TRUE.equals(condition.eval(frame))) {
            return false;
        }
        attempt(step, frame);
        return true;
    }

    /** A failure becomes the accumulator's value: a later element may make it void. */
    private void attempt(Step part, Frame frame) {
        Object value;
        try {
            value = part.eval(frame);
        } catch (CelError e) {
            value = e;
        }
        frame.set(slots.accumulator, value);
    }
}
