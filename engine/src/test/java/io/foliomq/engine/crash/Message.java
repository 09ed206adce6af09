package io.foliomq.engine.crash;

import io.foliomq.engine.Record;
import io.foliomq.engine.RecordView;

/** A message of the crash tests: everything in it follows from its number, so that half a message or another's bytes are seen. */
record Message(int producer, int sequence) {
    private static final int BODY_OFFSET = 2 * Integer.BYTES;
    /** Above what a segment of 1 MiB takes inline. */
    private static final int LARGE = 150_000;

    int length() {
        if (sequence % 97 == 96) {
            return LARGE + sequence;
        }
        return BODY_OFFSET + (producer * 31 + sequence * 17) % (sequence % 11 == 0 ? 3_000 : 200);
    }

    int priority() {
        return sequence % 8 == 3 ? 7 : 4;
    }

    /** Whether the messages of its producer are a group: then one process at a time gets them, in order. */
    boolean isGrouped() {
        return producer % 2 == 1;
    }

    /** The one before it of the same producer and priority; itself if there is none. */
    Message previous() {
        for (int before = sequence - 1; before >= 0; before--) {
            Message candidate = new Message(producer, before);
            if (candidate.priority() == priority()) {
                return candidate;
            }
        }
        return this;
    }

    void writeTo(Record record) {
        record.clear().priority(priority()).group(isGrouped() ? 1 + producer : 0, sequence % 31 == 30);
        int offset = record.payloadOffset();
        record.payloadLength(length());
        record.buffer().putInt(offset, producer);
        record.buffer().putInt(offset + Integer.BYTES, sequence);
        for (int i = BODY_OFFSET; i < length(); i++) {
            record.buffer().putByte(offset + i, at(i));
        }
    }

    /** A short message that stands for this one. */
    void writeReceiptTo(Record record) {
        record.clear().payloadLength(BODY_OFFSET);
        record.buffer().putInt(record.payloadOffset(), producer);
        record.buffer().putInt(record.payloadOffset() + Integer.BYTES, sequence);
    }

    static Message of(RecordView view) {
        return new Message(
                view.buffer().getInt(view.payloadOffset()), view.buffer().getInt(view.payloadOffset() + Integer.BYTES));
    }

    /** The message, which must be whole. */
    static Message whole(RecordView view) {
        Message message = of(view);
        if (view.payloadLength() != message.length() || view.priority() != message.priority()) {
            throw new AssertionError("not what was sent: " + message + ", length=" + view.payloadLength());
        }
        for (int i = BODY_OFFSET; i < message.length(); i++) {
            if (view.buffer().getByte(view.payloadOffset() + i) != message.at(i)) {
                throw new AssertionError("half a message: " + message + ", at=" + i);
            }
        }
        return message;
    }

    private byte at(int i) {
        return (byte) (producer * 7 + sequence * 13 + i);
    }
}
