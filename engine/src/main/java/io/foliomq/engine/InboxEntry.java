package io.foliomq.engine;

import io.foliomq.engine.log.RecordDescriptor;
import org.agrona.concurrent.UnsafeBuffer;

/** One record of a subscription in memory, and what is to become of it. Guarded by its subscription. */
final class InboxEntry implements Comparable<InboxEntry> {
    final byte[] record;
    final long sequence;
    final int priority;
    /** Browsers read it without a lock: any value that it had will do. */
    int count;

    InboxEntry(byte[] record, long sequence) {
        this.record = record;
        this.sequence = sequence;
        this.priority = RecordDescriptor.priority(new UnsafeBuffer(record), 0);
    }

    /** In order of delivery. */
    @Override
    public int compareTo(InboxEntry other) {
        return priority != other.priority
                ? Integer.compare(other.priority, priority)
                : Long.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InboxEntry entry && entry.sequence == sequence;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }
}
