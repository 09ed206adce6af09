package io.foliomq.engine;

import io.foliomq.engine.log.LargeBodies;
import io.foliomq.engine.log.Segment;
import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.MappedFile;
import org.jspecify.annotations.Nullable;

/** Copies one record after another out of the log, checked, into the same memory. Not thread-safe. */
final class RecordReader implements AutoCloseable {
    private static final int KEPT_CAPACITY = 1 << 17;

    private final LargeBodies largeBodies;
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
        segment.read(sequence, record, length);
        view.wrap(record, length);
        if (view.isLarge()) {
            MappedFile body = largeBodies.open(lane, segment.number(), view.buffer(), view.payloadOffset());
            large = body;
            view.wrapLarge(
                    body.buffer(), FileHeaderDescriptor.LENGTH, body.buffer().capacity() - FileHeaderDescriptor.LENGTH);
        }
        return length;
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
