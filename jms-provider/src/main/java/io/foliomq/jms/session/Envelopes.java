package io.foliomq.jms.session;

import io.foliomq.engine.Record;
import io.foliomq.engine.RecordView;
import io.foliomq.jms.message.EnvelopeFields;
import jakarta.jms.DeliveryMode;

/** The engine's envelope and the message's view of it. */
final class Envelopes {
    private Envelopes() {}

    /** What a record says. */
    static EnvelopeFields read(RecordView record, EnvelopeFields into) {
        long timestamp = record.timestamp();
        long deliverAt = record.deliverAt();
        return into.kind(record.kind())
                .deliveryMode(record.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT)
                .priority(record.priority())
                .timestamp(timestamp)
                .expiration(record.expiration())
                .deliveryTime(deliverAt == 0 ? timestamp : deliverAt)
                .messageId(record.idProducer(), record.idCounter());
    }

    /** The other way; a record whose delivery is not delayed says 0. */
    static Record write(EnvelopeFields envelope, Record into) {
        boolean delayed = envelope.deliveryTime() > envelope.timestamp();
        return into.clear()
                .kind(envelope.kind())
                .persistent(envelope.deliveryMode() == DeliveryMode.PERSISTENT)
                .priority(envelope.priority())
                .timestamp(envelope.timestamp())
                .expiration(envelope.expiration())
                .deliverAt(delayed ? envelope.deliveryTime() : 0)
                .id(envelope.incarnation(), envelope.counter());
    }
}
