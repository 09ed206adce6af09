package io.foliomq.engine.storage;

/** The kinds of file that carry our header. The id is on disk: never reuse or renumber one. */
public enum FileKind {
    STORE_MARK(1, 1),
    MEMBER(2, 1),
    DESTINATION(3, 1),
    LANE(4, 1),
    POSITIONS(5, 1),
    SUBSCRIPTION(6, 1),
    LEDGER(7, 1),
    TRANSACTION(8, 1),
    LARGE_BODY(9, 1),
    INBOX(10, 1),
    SUBSCRIPTION_TEXT(11, 1);

    private final int id;
    private final int version;

    FileKind(int id, int version) {
        this.id = id;
        this.version = version;
    }

    public int id() {
        return id;
    }

    /** The version that this code writes, and the newest that it reads. */
    public int version() {
        return version;
    }
}
