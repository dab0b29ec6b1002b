package dev.flotilla.apiserver.auth;

/** What credentials turned out to be worth. */
public sealed interface Authentication {
    record Known(UserInfo user) implements Authentication {}

    /** No credentials at all: an anonymous request. */
    enum None implements Authentication {
        NONE
    }

    /**
     * Credentials that nobody stands behind.
     *
     * @param why for the log of whoever runs the server; the client learns only that it is unknown
     */
    record Rejected(String why) implements Authentication {}
}
