package dev.flotilla.api.cel.value;

import dev.cel.common.types.CelType;

/** A value whose inside expressions reach by functions alone; {@code equals} is its equality in CEL. */
public interface Opaque {
    CelType type();
}
