package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.References;
import io.foliomq.engine.storage.SharedSync;
import java.util.function.Consumer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;

/** The slots of one segment, as this process maps them; counted, unmapped when the last lets go. */
public final class LedgerSegment {
    private final long number;
    private final long firstSequence;
    private final MappedFile file;
    private final AtomicBuffer slots;
    private final References references = new References();
    private final SharedSync shared;
    // By whoever forces.
    private boolean nameForced;
    private Consumer<LedgerSegment> onRelease = segment -> {};

    LedgerSegment(long number, long firstSequence, MappedFile file, NanoClock clock) {
        this.shared = new SharedSync(this::forceFile, clock);
        this.number = number;
        this.firstSequence = firstSequence;
        this.file = file;
        this.slots = file.buffer();
    }

    public long number() {
        return number;
    }

    public long get(long sequence) {
        return slots.getLongVolatile(index(sequence));
    }

    boolean compareAndSet(long sequence, long expected, long updated) {
        return slots.compareAndSetLong(index(sequence), expected, updated);
    }

    void put(long sequence, long slot) {
        slots.putLongVolatile(index(sequence), slot);
    }

    void putRelease(long sequence, long slot) {
        slots.putLongRelease(index(sequence), slot);
    }

    /** Forces every slot that was changed before to stable storage; concurrent callers share one force. */
    public void force() {
        shared.force();
    }

    /** By one thread at a time. */
    private void forceFile() {
        file.sync();
        if (!nameForced) {
            file.syncName();
            nameForced = true;
        }
    }

    private int index(long sequence) {
        return LedgerDescriptor.slot(sequence - firstSequence);
    }

    /** {@code false} if it is gone already; else to be released. */
    public boolean tryAcquire() {
        return references.tryAcquire();
    }

    /** Before it is shared: told when the last one let go. */
    void onRelease(Consumer<LedgerSegment> listener) {
        onRelease = listener;
    }

    public void release() {
        if (references.release()) {
            onRelease.accept(this);
            file.close();
        }
    }
}
