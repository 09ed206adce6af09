package io.foliomq.engine.member;

import java.nio.channels.FileChannel;

/** The exclusive lock of one slot, held by this JVM until it is closed or dies. Closed once, by whoever took it. */
final class SlotLock implements AutoCloseable {
    private final SlotLocks locks;
    private final MemberFile file;
    private final FileChannel channel;

    SlotLock(SlotLocks locks, MemberFile file, FileChannel channel) {
        this.locks = locks;
        this.file = file;
        this.channel = channel;
    }

    MemberFile file() {
        return file;
    }

    @Override
    public void close() {
        locks.release(file, channel);
    }
}
