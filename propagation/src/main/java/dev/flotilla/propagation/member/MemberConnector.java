package dev.flotilla.propagation.member;

/** Makes clients for members. */
public interface MemberConnector {
    /** @throws RuntimeException if the credentials cannot be read; nothing is connected yet */
    MemberClient connect(MemberAccess access);
}
