package io.foliomq.engine.inbox;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Holder;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.MappedMutex;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;

/** One member's inbox; see {@link InboxDescriptor}. Any thread of any process writes; the owner reads, one thread at a time. */
public final class InboxRing {
    private final AtomicBuffer buffer;
    private final MappedMutex mutex;

    private InboxRing(MappedFile file, Holder holder, NanoClock clock, long timeoutNanos) {
        this.buffer = file.buffer();
        this.mutex = new MappedMutex(
                buffer,
                InboxDescriptor.MUTEX_OFFSET,
                holder,
                clock,
                timeoutNanos,
                file.path().toString());
    }

    /** Told of each record that arrived. */
    public interface Reader {
        void read(long destination, DirectBuffer buffer, int offset, int length);
    }

    /** Makes the inbox of this member, which must have none. */
    public static InboxRing create(
            Path path, StoreId storeId, long now, Holder holder, NanoClock clock, long timeoutNanos) {
        MappedFile file = MappedFile.openOrCreate(
                path,
                FileKind.INBOX,
                storeId,
                now,
                InboxDescriptor.LENGTH,
                InboxDescriptor.LENGTH,
                made -> made.putLong(InboxDescriptor.OWNER_OFFSET, holder.token()));
        return new InboxRing(file, holder, clock, timeoutNanos);
    }

    /** Opens another member's inbox; fails with {@link StoreFault.Kind#DELETED} if there is none. */
    public static InboxRing open(Path path, StoreId storeId, Holder holder, NanoClock clock, long timeoutNanos) {
        return new InboxRing(
                MappedFile.open(path, FileKind.INBOX, storeId, InboxDescriptor.LENGTH), holder, clock, timeoutNanos);
    }

    public long owner() {
        return buffer.getLong(InboxDescriptor.OWNER_OFFSET);
    }

    /** By the owner: whether there is room for a destination of this number. */
    public boolean register(long number) {
        int entry = InboxDescriptor.table(number);
        if (buffer.getLongVolatile(entry) != 0) {
            return false;
        }
        buffer.putLongVolatile(entry, number);
        return true;
    }

    /** By the owner. */
    public void unregister(long number) {
        buffer.putLongVolatile(InboxDescriptor.table(number), 0);
    }

    public boolean isLive(long number) {
        return buffer.getLongVolatile(InboxDescriptor.table(number)) == number;
    }

    public static boolean fits(int length) {
        return length <= InboxDescriptor.LARGEST_RECORD;
    }

    /** Writes a record; {@code false} if there is no room now. */
    public boolean write(long destination, DirectBuffer record, int offset, int length) {
        int need = InboxDescriptor.aligned(InboxDescriptor.FRAME_RECORD + length);
        mutex.lock();
        try {
            long tail = buffer.getLong(InboxDescriptor.TAIL_OFFSET);
            int toEnd = InboxDescriptor.CAPACITY - (int) (tail & (InboxDescriptor.CAPACITY - 1));
            int skip = need > toEnd ? toEnd : 0;
            long head = buffer.getLongVolatile(InboxDescriptor.HEAD_OFFSET);
            if (!InboxDescriptor.isPlausible(head, tail)) {
                throw new StoreFault(
                        StoreFault.Kind.CORRUPT,
                        "inbox is corrupt: field=head and tail, head=" + head + ", tail=" + tail);
            }
            if (tail + skip + need - head > InboxDescriptor.CAPACITY) {
                return false;
            }
            if (skip > 0) {
                int frame = InboxDescriptor.frame(tail);
                buffer.putInt(frame + InboxDescriptor.FRAME_LENGTH, skip);
                buffer.putInt(frame + InboxDescriptor.FRAME_TYPE, InboxDescriptor.SKIP);
                tail += skip;
            }
            int frame = InboxDescriptor.frame(tail);
            buffer.putInt(frame + InboxDescriptor.FRAME_LENGTH, length);
            buffer.putInt(frame + InboxDescriptor.FRAME_TYPE, InboxDescriptor.RECORD);
            buffer.putLong(frame + InboxDescriptor.FRAME_DESTINATION, destination);
            buffer.putBytes(frame + InboxDescriptor.FRAME_RECORD, record, offset, length);
            buffer.putLongVolatile(InboxDescriptor.TAIL_OFFSET, tail + need);
            return true;
        } finally {
            mutex.unlock();
        }
    }

    public boolean isEmpty() {
        return buffer.getLongVolatile(InboxDescriptor.TAIL_OFFSET) == buffer.getLong(InboxDescriptor.HEAD_OFFSET);
    }

    /**
     * By the owner: passes on everything that arrived. What the reader fails on is gone.
     *
     * @throws StoreFault {@code CORRUPT} if the ring is not as a writer leaves it; what was in it is gone
     */
    public void read(Reader reader) {
        long tail = buffer.getLongVolatile(InboxDescriptor.TAIL_OFFSET);
        long head = buffer.getLong(InboxDescriptor.HEAD_OFFSET);
        if (head != tail && !InboxDescriptor.isPlausible(head, tail)) {
            throw emptied(tail, "head and tail", head);
        }
        while (head < tail) {
            long total = frameLength(head, tail);
            if (total < 0) {
                // Nothing behind a damaged frame can be found again.
                throw emptied(tail, "frame", head);
            }
            try {
                pass(head, reader);
            } finally {
                head += total;
                buffer.putLongVolatile(InboxDescriptor.HEAD_OFFSET, head);
            }
        }
    }

    /** With its padding; -1 if no writer leaves such a frame there. */
    private long frameLength(long head, long tail) {
        int frame = InboxDescriptor.frame(head);
        long length = buffer.getInt(frame + InboxDescriptor.FRAME_LENGTH);
        long room = Math.min(tail - head, InboxDescriptor.RING_OFFSET + InboxDescriptor.CAPACITY - (long) frame);
        return switch (buffer.getInt(frame + InboxDescriptor.FRAME_TYPE)) {
            case InboxDescriptor.SKIP -> length > 0 && length <= room && length % Long.BYTES == 0 ? length : -1;
            case InboxDescriptor.RECORD -> {
                boolean fits = length >= 0 && length <= room - InboxDescriptor.FRAME_RECORD;
                yield fits ? InboxDescriptor.aligned(InboxDescriptor.FRAME_RECORD + (int) length) : -1;
            }
            default -> -1;
        };
    }

    private void pass(long head, Reader reader) {
        int frame = InboxDescriptor.frame(head);
        if (buffer.getInt(frame + InboxDescriptor.FRAME_TYPE) == InboxDescriptor.RECORD) {
            reader.read(
                    buffer.getLong(frame + InboxDescriptor.FRAME_DESTINATION),
                    buffer,
                    frame + InboxDescriptor.FRAME_RECORD,
                    buffer.getInt(frame + InboxDescriptor.FRAME_LENGTH));
        }
    }

    private StoreFault emptied(long tail, String field, long head) {
        buffer.putLongVolatile(InboxDescriptor.HEAD_OFFSET, tail);
        return new StoreFault(
                StoreFault.Kind.CORRUPT,
                "inbox is corrupt: field=" + field + ", head=" + head + ", tail=" + tail + ", accepted=up to "
                        + InboxDescriptor.CAPACITY + " bytes of whole frames");
    }

    /** By the owner, before it looks a last time and parks. */
    public void fallAsleep() {
        buffer.putLongVolatile(InboxDescriptor.ASLEEP_OFFSET, 1);
    }

    /** By a writer, after it wrote: whether it must ring. */
    public boolean mustRing() {
        return buffer.getLongVolatile(InboxDescriptor.ASLEEP_OFFSET) != 0
                && buffer.compareAndSetLong(InboxDescriptor.ASLEEP_OFFSET, 1, 0);
    }
}
