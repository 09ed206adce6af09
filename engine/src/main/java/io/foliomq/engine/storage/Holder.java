package io.foliomq.engine.storage;

/** Who may hold the mapped mutex: this process, and what it can tell of the others. */
public interface Holder {
    /** Our own token, never 0. */
    long token();

    /** Whether the member with this token still lives. */
    boolean isAlive(long token);

    /** For error messages: member, pid and host. */
    String describe(long token);
}
