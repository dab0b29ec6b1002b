package dev.flotilla.api.cel.function;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.types.TypeType;
import dev.flotilla.api.cel.value.KubernetesTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads signatures such as {@code list(A), A -> int}. */
final class Signatures {
    private static final Map<String, CelType> NAMES = Map.ofEntries(
            Map.entry("bool", SimpleType.BOOL),
            Map.entry("int", SimpleType.INT),
            Map.entry("uint", SimpleType.UINT),
            Map.entry("double", SimpleType.DOUBLE),
            Map.entry("string", SimpleType.STRING),
            Map.entry("bytes", SimpleType.BYTES),
            Map.entry("timestamp", SimpleType.TIMESTAMP),
            Map.entry("duration", SimpleType.DURATION),
            Map.entry("dyn", SimpleType.DYN),
            Map.entry("type", TypeType.create(SimpleType.DYN)),
            Map.entry("A", TypeParamType.create("A")),
            Map.entry("B", TypeParamType.create("B")),
            Map.entry("Quantity", KubernetesTypes.QUANTITY),
            Map.entry("URL", KubernetesTypes.URL),
            Map.entry("IP", KubernetesTypes.IP),
            Map.entry("CIDR", KubernetesTypes.CIDR),
            Map.entry("Semver", KubernetesTypes.SEMVER),
            Map.entry("Format", KubernetesTypes.FORMAT));

    private final String text;
    private int at;

    private Signatures(String text) {
        this.text = text.replace(" ", "");
    }

    record Signature(List<CelType> parameters, CelType result) {}

    static Signature parse(String text) {
        Signatures reader = new Signatures(text);
        List<CelType> parameters = new ArrayList<>();
        while (!reader.text.startsWith("->", reader.at)) {
            parameters.add(reader.type());
            if (reader.text.charAt(reader.at) == ',') {
                reader.at++;
            }
        }
        reader.at += 2;
        return new Signature(List.copyOf(parameters), reader.type());
    }

    private CelType type() {
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        return switch (name) {
            case "list" -> ListType.create(inside().getFirst());
            case "optional" -> OptionalType.create(inside().getFirst());
            case "map" -> {
                List<CelType> types = inside();
                yield MapType.create(types.getFirst(), types.getLast());
            }
            default -> known(name);
        };
    }

    private CelType known(String name) {
        CelType type = NAMES.get(name);
        if (type == null) {
            throw new IllegalArgumentException("unknown type '" + name + "' in " + text);
        }
        return type;
    }

    private List<CelType> inside() {
        List<CelType> types = new ArrayList<>();
        do {
            at++;
            types.add(type());
        } while (text.charAt(at) == ',');
        at++;
        return types;
    }
}
