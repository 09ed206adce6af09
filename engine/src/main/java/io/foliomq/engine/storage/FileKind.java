package io.foliomq.engine.storage;

/** The kinds of file that carry our header. The id is on disk: never reuse or renumber one. */
public enum FileKind {
    STORE_MARK(1, 1, true),
    MEMBER(2, 1, false),
    DESTINATION(3, 1, true),
    LANE(4, 1, true),
    POSITIONS(5, 1, false),
    SUBSCRIPTION(6, 1, true),
    LEDGER(7, 1, false),
    TRANSACTION(8, 1, false),
    LARGE_BODY(9, 1, false),
    INBOX(10, 1, false),
    SUBSCRIPTION_TEXT(11, 1, true),
    USERS(12, 1, true),
    GROUPS(13, 1, false);

    private final int id;
    private final int version;
    private final boolean forced;

    FileKind(int id, int version, boolean forced) {
        this.id = id;
        this.version = version;
        this.forced = forced;
    }

    public int id() {
        return id;
    }

    /** The version that this code writes, and the newest that it reads. */
    public int version() {
        return version;
    }

    /** Whether a new file that is mapped is forced to stable storage before it gets its name. Not so what is made in the middle of traffic and can be rebuilt. Who makes a {@link WrittenFile} says so itself. */
    boolean isForced() {
        return forced;
    }
}
