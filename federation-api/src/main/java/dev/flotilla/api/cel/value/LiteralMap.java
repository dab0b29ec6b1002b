package dev.flotilla.api.cel.value;

import com.google.common.primitives.UnsignedLong;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that an expression has built; numbers of different types that are equal are one key. */
public final class LiteralMap implements CelMap {
    private final Map<Object, Object> entries = new LinkedHashMap<>();
    private final Map<Object, Object> keys = new LinkedHashMap<>();

    /** @throws CelError if a key occurs twice */
    public static LiteralMap of(Map<?, ?> entries) {
        LiteralMap map = new LiteralMap();
        entries.forEach(map::add);
        return map;
    }

    private void add(Object key, Object value) {
        Object canonical = canonical(key);
        if (entries.put(canonical, value) != null) {
            throw new CelError("insert failed: key " + Texts.plain(key) + " already exists");
        }
        keys.put(canonical, key);
    }

    /** A copy with one more entry. */
    public static LiteralMap with(CelMap base, Object key, Object value) {
        LiteralMap map = new LiteralMap();
        for (Object each : base.keys()) {
            Object old = base.find(each);
            if (old != null) {
                map.add(each, old);
            }
        }
        map.add(key, value);
        return map;
    }

    private static Object canonical(Object key) {
        return switch (key) {
            case UnsignedLong number when number.longValue() >= 0 -> number.longValue();
            case Double number when number == Math.rint(number) && Math.abs(number) < 0x1p63 -> number.longValue();
            default -> key;
        };
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public @Nullable Object find(Object key) {
        return entries.get(canonical(key));
    }

    @Override
    public Collection<?> keys() {
        return keys.values();
    }
}
