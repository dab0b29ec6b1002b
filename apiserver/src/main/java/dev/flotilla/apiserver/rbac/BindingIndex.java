package dev.flotilla.apiserver.rbac;

import dev.flotilla.apiserver.auth.UserInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Bindings by whom they bind, so that a decision looks at those alone which concern its user. Immutable. */
final class BindingIndex {
    static final BindingIndex EMPTY = of(Stream.empty());

    /** Who is bound, and in which namespace. */
    private record Key(String namespace, String subject) {}

    /** A binding and the subject in it that is meant. */
    record Match(Binding binding, Subject subject) {}

    /** @param order of the binding among all, then {@code position} of the subject in it */
    private record Entry(int order, int position, Match match) {
        static final Comparator<Entry> ORDER =
                Comparator.comparingInt(Entry::order).thenComparingInt(Entry::position);
    }

    private final Map<Key, List<Entry>> entries = new HashMap<>();

    private BindingIndex() {}

    /** @param bindings in their order */
    static BindingIndex of(Stream<Binding> bindings) {
        BindingIndex index = new BindingIndex();
        int[] order = {0};
        bindings.forEach(binding -> index.add(binding, order[0]++));
        return index;
    }

    private void add(Binding binding, int order) {
        for (int position = 0; position < binding.subjects().size(); position++) {
            Subject subject = binding.subjects().get(position);
            String key = subject.key(binding.namespace());
            if (!key.isEmpty()) {
                entries.computeIfAbsent(new Key(binding.namespace(), key), _ -> new ArrayList<>(1))
                        .add(new Entry(order, position, new Match(binding, subject)));
            }
        }
    }

    /** The bindings of one namespace that concern a user, in their order, each with the first subject that does. */
    List<Match> of(UserInfo user, String namespace) {
        List<Entry> found =
                new ArrayList<>(entries.getOrDefault(new Key(namespace, Subject.user(user.name())), List.of()));
        for (String group : user.groups()) {
            found.addAll(entries.getOrDefault(new Key(namespace, Subject.group(group)), List.of()));
        }
        found.sort(Entry.ORDER);
        List<Match> matches = new ArrayList<>(found.size());
        int last = -1;
        for (Entry entry : found) {
            if (entry.order() != last) {
                matches.add(entry.match());
                last = entry.order();
            }
        }
        return matches;
    }
}
