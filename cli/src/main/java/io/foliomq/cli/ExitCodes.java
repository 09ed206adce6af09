package io.foliomq.cli;

/** What a script can tell by the exit code; in the manual. */
final class ExitCodes {
    static final int DONE = 0;
    /** The store or the system refused. */
    static final int FAILED = 1;
    /** The arguments make no sense. */
    static final int USAGE = 2;
    /** Nothing was there: no message, no such destination, no such user. */
    static final int NOTHING = 3;
    /** The store has damage. */
    static final int DAMAGED = 4;

    private ExitCodes() {}
}
