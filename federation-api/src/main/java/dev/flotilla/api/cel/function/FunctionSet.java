package dev.flotilla.api.cel.function;

import dev.cel.common.CelFunctionDecl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions by name: what the checker must be told, and what calls compute. Immutable once handed out. */
public final class FunctionSet {
    private final Map<String, List<Overload>> byName = new LinkedHashMap<>();

    private FunctionSet() {}

    /** Collects overloads. */
    public static final class Builder {
        private final FunctionSet set = new FunctionSet();

        /** A function called by its name alone; the signature is as {@code string, int -> bool}. */
        public Builder global(String function, String id, String signature, CelFunction code) {
            return add(function, id, false, true, signature, code);
        }

        /** A function called on its first argument. */
        public Builder member(String function, String id, String signature, CelFunction code) {
            return add(function, id, true, true, signature, code);
        }

        /** A function that the checker declares by itself. */
        Builder known(String function, String id, String signature, CelFunction code) {
            return add(function, id, false, false, signature, code);
        }

        public Builder add(Overload overload) {
            set.byName
                    .computeIfAbsent(overload.function(), _ -> new ArrayList<>())
                    .add(overload);
            return this;
        }

        private Builder add(
                String function, String id, boolean member, boolean declared, String text, CelFunction code) {
            Signatures.Signature signature = Signatures.parse(text);
            return add(new Overload(function, id, member, declared, signature.parameters(), signature.result(), code));
        }

        public FunctionSet build() {
            return set;
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Every function that Kubernetes 1.36 gives to all its expressions. */
    public static FunctionSet kubernetes() {
        Builder into = builder();
        Conversions.addTo(into);
        Times.addTo(into);
        StringFunctions.addTo(into);
        ListFunctions.addTo(into);
        OptionalFunctions.addTo(into);
        QuantityFunctions.addTo(into);
        NetworkFunctions.addTo(into);
        UrlFunctions.addTo(into);
        SemverFunctions.addTo(into);
        FormatFunctions.addTo(into);
        return into.build();
    }

    /** These functions and others. */
    public FunctionSet and(Collection<Overload> others) {
        Builder all = builder();
        byName.values().forEach(overloads -> overloads.forEach(all::add));
        others.forEach(all::add);
        return all.build();
    }

    /** All overloads of a function; none if there is no such function. */
    public List<Overload> named(String function) {
        return byName.getOrDefault(function, List.of());
    }

    /** What the checker has to be told beyond CEL's standard. */
    public List<CelFunctionDecl> declarations() {
        List<CelFunctionDecl> all = new ArrayList<>();
        byName.forEach((name, overloads) -> {
            List<dev.cel.common.CelOverloadDecl> declared = overloads.stream()
                    .filter(Overload::declared)
                    .map(Overload::declaration)
                    .toList();
            if (!declared.isEmpty()) {
                all.add(CelFunctionDecl.newFunctionDeclaration(name, declared));
            }
        });
        return List.copyOf(all);
    }
}
