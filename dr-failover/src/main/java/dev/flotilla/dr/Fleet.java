package dev.flotilla.dr;

import dev.flotilla.api.cluster.Taint;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All clusters at one moment, and whether the hub can believe what it sees: if more than half of them seem lost, the
 * hub itself is the likelier culprit.
 */
public final class Fleet {
    private final SortedMap<String, Member> members;

    Fleet(Collection<Member> members) {
        this.members = Collections.unmodifiableSortedMap(
                new TreeMap<>(members.stream().collect(Collectors.toMap(Member::name, Function.identity()))));
    }

    /** The fleet as it would be if the hub had lost these clusters, too. */
    Fleet losing(Set<String> clusters, Instant since) {
        return new Fleet(members.values().stream()
                .map(member -> clusters.contains(member.name()) ? member.losing(since) : member)
                .toList());
    }

    Optional<Member> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** In the order of their names. */
    Collection<Member> members() {
        return members.values();
    }

    /** Names in order. */
    List<String> lost() {
        return members.values().stream()
                .filter(member -> member.lost() && !member.terminating())
                .map(Member::name)
                .toList();
    }

    /** Whether anything at all has to leave a cluster. */
    boolean evicts() {
        return members.values().stream().anyMatch(member -> !member.taints().isEmpty());
    }

    /** Why evictions for lost contact are held back, and what to do; empty if they are not. */
    public Optional<String> suspicion() {
        List<String> lost = lost();
        long judged = members.values().stream()
                .filter(member -> member.judged() && !member.terminating())
                .count();
        if (lost.size() * 2L <= judged) {
            return Optional.empty();
        }
        return Optional.of("evictions are held: " + lost.size() + " of " + judged
                + " clusters look dead at once, so the hub may be the one that is cut off. Check its network; to move "
                + "workloads all the same, taint a lost cluster with a key of your own and effect NoExecute.");
    }

    /** Whether evictions have been held back until now; what is lost then is believed a moment later. */
    boolean held() {
        return members.values().stream().anyMatch(Member::held);
    }

    /** Whether the taint follows from what the hub sees itself, not from a person's will. */
    static boolean observed(Taint taint) {
        return taint.key().equals(Taint.NOT_READY) || taint.key().equals(Taint.UNREACHABLE);
    }
}
