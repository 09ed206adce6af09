package io.foliomq.engine.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.Holder;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.testing.Fuzz;
import io.foliomq.engine.testing.LoneHolder;
import io.foliomq.engine.testing.Mutations;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inbox into which a hostile process writes. */
class InboxFuzzTest {
    private static final StoreId STORE = new StoreId(1, 2);
    private static final long TIMEOUT_NS = 1_000_000_000;
    private static final long MOST_BYTES = 1 << 20;
    private static final int HOSTILE_BYTES = 256;
    private static final Holder HOLDER = new LoneHolder(7);

    @TempDir
    Path directory;

    @Test
    void shouldBeEmptyAndUsableAfterWhateverAWriterLeft() {
        Path path = directory.resolve("inbox");
        InboxRing ring = InboxRing.create(path, STORE, 0, HOLDER, SystemNanoClock.INSTANCE, TIMEOUT_NS);
        UnsafeBuffer record = new UnsafeBuffer(new byte[40]);
        try (MappedFile hostile = MappedFile.open(path, FileKind.INBOX, STORE)) {
            new Fuzz("inbox", MOST_BYTES).run(InboxFuzzTest::hostileBytes, input -> {
                plant(hostile.buffer(), input);
                boolean accepted = drain(ring);
                assertThat(ring.isEmpty()).isTrue();
                reset(hostile.buffer());
                AtomicInteger arrived = new AtomicInteger();
                assertThat(ring.write(1, record, 0, record.capacity())).isTrue();
                ring.read((destination, buffer, offset, length) -> arrived.addAndGet(length));
                assertThat(arrived).hasValue(record.capacity());
                return accepted;
            });
        }
    }

    /** Head, tail, and the frames from head on. */
    private static byte[] hostileBytes(Mutations mutations) {
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[2 * Long.BYTES + HOSTILE_BYTES]);
        long head = (long) mutations.random().nextInt(InboxDescriptor.CAPACITY / 8) * 8;
        bytes.putLong(0, head);
        bytes.putLong(Long.BYTES, head + 56 + 64);
        frame(bytes, 16, 40);
        frame(bytes, 16 + 56, 48);
        return mutations.change(bytes.byteArray(), 0, bytes.capacity());
    }

    private static void frame(UnsafeBuffer bytes, int at, int length) {
        bytes.putInt(at + InboxDescriptor.FRAME_LENGTH, length);
        bytes.putInt(at + InboxDescriptor.FRAME_TYPE, InboxDescriptor.RECORD);
    }

    private static void plant(AtomicBuffer ring, byte[] input) {
        UnsafeBuffer bytes = new UnsafeBuffer(input);
        long head = bytes.getLong(0);
        for (int i = 0; i < HOSTILE_BYTES; i += Long.BYTES) {
            // As the ring goes round.
            ring.putLong(InboxDescriptor.frame((head & ~7L) + i), bytes.getLong(16 + i));
        }
        ring.putLong(InboxDescriptor.HEAD_OFFSET, head);
        ring.putLong(InboxDescriptor.TAIL_OFFSET, bytes.getLong(Long.BYTES));
    }

    private static boolean drain(InboxRing ring) {
        try {
            ring.read((destination, buffer, offset, length) -> buffer.getBytes(offset, new byte[length]));
            return true;
        } catch (StoreFault e) {
            assertThat(e.kind()).isEqualTo(StoreFault.Kind.CORRUPT);
            return false;
        }
    }

    private static void reset(AtomicBuffer ring) {
        ring.putLong(InboxDescriptor.HEAD_OFFSET, 0);
        ring.putLong(InboxDescriptor.TAIL_OFFSET, 0);
    }
}
