package io.foliomq.jms.message;

import org.agrona.DirectBuffer;

/** Bytes that grow as they are written, reused from message to message. Used by one thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class PayloadBuffer {
    /** The bytes written: from 0 to {@link #length()}. Valid until the next write. */
    public DirectBuffer buffer() {
        throw new UnsupportedOperationException("not yet");
    }

    /** How many bytes are written. */
    public int length() {
        throw new UnsupportedOperationException("not yet");
    }
}
