package dev.flotilla.apiserver.admission;

/** What is done to an object; the names are the wire form. */
public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
}
