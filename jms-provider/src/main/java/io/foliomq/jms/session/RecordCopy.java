package io.foliomq.jms.session;

import io.foliomq.engine.RecordView;
import io.foliomq.jms.message.CorruptMessageException;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.FolioMessage;
import io.foliomq.jms.message.MessageCodec;
import org.agrona.concurrent.UnsafeBuffer;

/** A record as it was sent, kept while the application has the message and may change it. */
final class RecordCopy {
    private final EnvelopeFields envelope;
    private final byte[] payload;

    RecordCopy(RecordView record, EnvelopeFields empty) {
        envelope = Envelopes.read(record, empty);
        payload = new byte[record.payloadLength()];
        record.buffer().getBytes(record.payloadOffset(), payload);
    }

    EnvelopeFields envelope() {
        return envelope;
    }

    FolioMessage decode(MessageCodec codec) throws CorruptMessageException {
        return codec.decode(envelope, new UnsafeBuffer(payload), 0, payload.length);
    }
}
