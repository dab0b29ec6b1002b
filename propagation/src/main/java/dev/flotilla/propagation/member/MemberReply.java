package dev.flotilla.propagation.member;

import tools.jackson.databind.node.ObjectNode;

/** What became of a request to a member. */
public sealed interface MemberReply {
    /** It was done; the object as the member now holds it (a Status, for some deletions). */
    record Done(ObjectNode object) implements MemberReply {}

    /** There is no such object, or the member does not serve the kind. */
    record NotFound(String message) implements MemberReply {}

    /** An object of that name exists already. */
    record Exists(String message) implements MemberReply {}

    /** The object is not the one, or not at the version, that the request was made for. */
    record Conflict(String message) implements MemberReply {}

    /** The member refuses, and will again: the object breaks a rule there, or the hub lacks a right. */
    record Rejected(int code, String message) implements MemberReply {}

    /** The member answers that it cannot now (429, 5xx). */
    record Busy(int code, String message) implements MemberReply {}

    /** There was no answer. */
    record Unreachable(String reason) implements MemberReply {}
}
