package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.References;
import org.agrona.concurrent.AtomicBuffer;

/** The slots of one segment, as this process maps them; counted, unmapped when the last lets go. */
public final class LedgerSegment {
    private final long number;
    private final long firstSequence;
    private final MappedFile file;
    private final AtomicBuffer slots;
    private final References references = new References();

    LedgerSegment(long number, long firstSequence, MappedFile file) {
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

    private int index(long sequence) {
        return LedgerDescriptor.slot(sequence - firstSequence);
    }

    boolean tryAcquire() {
        return references.tryAcquire();
    }

    boolean isReleased() {
        return references.areGone();
    }

    public void release() {
        if (references.release()) {
            file.close();
        }
    }
}
