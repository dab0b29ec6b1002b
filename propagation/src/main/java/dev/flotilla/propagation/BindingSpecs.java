package dev.flotilla.propagation;

import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingSpec;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The specs of the bindings that were looked at last. Every member asks about the same stored binding, more than once,
 * within moments; reading it from its bytes is most of the price of an answer. Thread-safe.
 */
final class BindingSpecs {
    private static final int SLOTS = 2048;

    private record Known(StoredObject binding, BindingSpec spec) {}

    private final AtomicReferenceArray<@Nullable Known> slots = new AtomicReferenceArray<>(SLOTS);

    BindingSpec of(StoredObject binding) {
        int slot = Math.floorMod(binding.key().hashCode(), SLOTS);
        Known known = slots.get(slot);
        if (known != null && isSame(known.binding(), binding)) {
            return known.spec();
        }
        BindingSpec spec = BindingSpec.of(binding.tree());
        slots.set(slot, new Known(binding, spec));
        return spec;
    }

    /** The same bytes at the same version: a key and a version alone could be those of another log's life. */
    @SuppressWarnings("ReferenceEquality") // the very same bytes, so the very same object
    private static boolean isSame(StoredObject known, StoredObject asked) {
        return known.storedJson() == asked.storedJson();
    }
}
