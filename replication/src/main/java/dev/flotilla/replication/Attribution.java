package dev.flotilla.replication;

import dev.flotilla.api.store.Commit;
import dev.flotilla.api.store.Precondition;
import dev.flotilla.api.store.Write;
import java.util.Locale;
import java.util.Optional;

/**
 * Who wrote a record, and how; for the history.
 *
 * @param origin whether a client asked, or one of the hub's controllers
 * @param verb create, update or delete
 * @param actor the user's or the controller's name
 */
public record Attribution(Commit.Origin origin, String verb, String actor) {
    private static final int ACTOR_CHARACTERS_MAX = 512;

    public static Attribution of(Commit commit, Write write) {
        String actor = commit.actor();
        return new Attribution(
                commit.origin(),
                verb(commit, write),
                actor.length() <= ACTOR_CHARACTERS_MAX ? actor : actor.substring(0, ACTOR_CHARACTERS_MAX));
    }

    private static String verb(Commit commit, Write write) {
        return switch (write) {
            case Write.Delete _ -> "delete";
            case Write.Put(var key, byte[] _) ->
                commit.preconditions().contains(new Precondition.Absent(key)) ? "create" : "update";
        };
    }

    /** One line; the actor may hold spaces. */
    public String text() {
        return origin.name().toLowerCase(Locale.ROOT) + " " + verb + " " + actor;
    }

    /** @return empty if it is not what {@link #text()} gives */
    public static Optional<Attribution> parse(String text) {
        String[] words = text.split(" ", 3);
        if (words.length < 3) {
            return Optional.empty();
        }
        for (Commit.Origin origin : Commit.Origin.values()) {
            if (origin.name().toLowerCase(Locale.ROOT).equals(words[0])) {
                return Optional.of(new Attribution(origin, words[1], words[2]));
            }
        }
        return Optional.empty();
    }
}
