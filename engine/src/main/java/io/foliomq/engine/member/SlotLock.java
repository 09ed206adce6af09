package io.foliomq.engine.member;

import java.nio.channels.FileLock;

/** The exclusive lock of one slot, held by this JVM until it is closed or dies. Closed once, by whoever took it. */
final class SlotLock implements AutoCloseable {
    private final SlotLocks locks;
    private final MemberFile file;
    /** Referenced for as long as it is held: the JDK forgets a lock whose object is garbage, and would let the JVM take it twice. */
    private final FileLock taken;

    SlotLock(SlotLocks locks, MemberFile file, FileLock taken) {
        this.locks = locks;
        this.file = file;
        this.taken = taken;
    }

    MemberFile file() {
        return file;
    }

    @Override
    public void close() {
        locks.release(file, taken.channel());
    }
}
