package io.foliomq.jms.message;

import io.foliomq.jms.selector.Selector;
import org.agrona.DirectBuffer;

/**
 * A payload and its envelope as a selector sees them: one for each consumer, pointed at record after record, allocating nothing.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class RecordProperties /* extends PropertySource */ {
    /** @param selector the one selector that this will be evaluated with. */
    public RecordProperties(Selector selector) {}

    /**
     * Points at a record. Copies what it needs: nothing is read from payload or fields after the return.
     *
     * @throws CorruptMessageException if the payload does not follow {@link PayloadDescriptor}.
     */
    public RecordProperties wrap(EnvelopeFields envelope, DirectBuffer payload, int offset, int length)
            throws CorruptMessageException {
        throw new UnsupportedOperationException("not yet");
    }

    /** Whether the selector selects the record. */
    public boolean matches() {
        throw new UnsupportedOperationException("not yet");
    }

    /** The identity of the connection that sent the record, or 0 if it is not carried. */
    public long senderConnection() {
        throw new UnsupportedOperationException("not yet");
    }
}
