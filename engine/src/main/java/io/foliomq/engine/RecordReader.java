package io.foliomq.engine;

import io.foliomq.engine.ledger.Slot;
import io.foliomq.engine.log.LargeBodies;
import io.foliomq.engine.log.Segment;
import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Copies one record after another out of the log, checked, into the same memory. Not thread-safe. */
final class RecordReader implements AutoCloseable {
    private static final int KEPT_CAPACITY = 1 << 17;

    private final LargeBodies largeBodies;
    private final CRC32C crc = new CRC32C();
    private byte[] record = new byte[1024];
    private @Nullable MappedFile large;

    RecordReader(LargeBodies largeBodies) {
        this.largeBodies = largeBodies;
    }

    /** Reads the record into the view, which stays valid until the next call; returns its length on the log. */
    int read(int lane, Segment segment, long sequence, RecordView view) {
        closeLarge();
        int length = segment.length(sequence);
        if (length > record.length || record.length > KEPT_CAPACITY) {
            record = new byte[Math.max(1024, Integer.highestOneBit(length) << 1)];
        }
        segment.read(sequence, record, length, crc);
        view.wrap(record, length);
        if (view.isLarge()) {
            MappedFile body = largeBodies.open(lane, segment.number(), view.buffer(), view.payloadOffset());
            large = body;
            view.wrapLarge(
                    body.buffer(), FileHeaderDescriptor.LENGTH, body.buffer().capacity() - FileHeaderDescriptor.LENGTH);
        }
        return length;
    }

    /** As {@link #read}; -1 if its bytes are not what was appended, then it is never to be delivered: it is damaged, which is reported, or somebody else settled it meanwhile. */
    int tryRead(LanePlace place, long sequence, RecordView view, TailerEnvironment environment) {
        try {
            return read(place.priority(), place.segment(), sequence, view);
        } catch (StoreFault e) {
            // What is settled may have given its bytes back.
            if (!Slot.state(place.slots().get(sequence)).isSettled()) {
                environment.report(e);
            }
            return -1;
        }
    }

    /** A record was counted with its length, whatever became of its bytes, or of those outside. */
    static int lengthOfDamaged(Segment segment, long sequence) {
        try {
            return segment.length(sequence);
        } catch (StoreFault e) {
            return 0;
        }
    }

    private void closeLarge() {
        MappedFile open = large;
        if (open != null) {
            large = null;
            open.close();
        }
    }

    @Override
    public void close() {
        closeLarge();
    }
}
