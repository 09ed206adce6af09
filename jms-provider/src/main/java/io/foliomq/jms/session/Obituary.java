package io.foliomq.jms.session;

import io.foliomq.engine.Record;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.FolioMessage;
import io.foliomq.jms.message.MessageCodec;
import io.foliomq.jms.message.PayloadBuffer;
import jakarta.jms.JMSException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a dead letter says in further properties of where it comes from and why; written onto the copy, read from it, taken off it again. */
final class Obituary {
    /** What all of its properties begin with. */
    static final String PREFIX = "JMS_Folio_DLQ_";

    private Obituary() {}

    /** Where the message was sent; empty if it is no dead letter of ours. */
    static Optional<FolioDestination> origin(FolioMessage letter) throws JMSException {
        String origin = letter.propertyExists(DeadLetters.ORIGIN) ? letter.getStringProperty(DeadLetters.ORIGIN) : null;
        try {
            return Optional.ofNullable(origin).map(FolioDestination::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The record of the message without it, as it was sent but for its expiration. */
    static Record removed(RecordCopy letter, MessageCodec codec) throws JMSException {
        return rewritten(letter, codec, properties -> properties.keySet().removeIf(name -> name.startsWith(PREFIX)));
    }

    /** The record of the message with other properties, never expiring and not delayed. */
    static Record rewritten(RecordCopy copy, MessageCodec codec, Consumer<Map<String, @Nullable Object>> change)
            throws JMSException {
        FolioMessage message = copy.decode(codec);
        changeProperties(message, change);
        PayloadBuffer payload = new PayloadBuffer();
        codec.encode(message, null, MessageFilter.NOBODY, payload);
        EnvelopeFields envelope = copy.envelope();
        envelope.expiration(0).deliveryTime(envelope.timestamp());
        Record record = Envelopes.write(envelope, new Record());
        MessageGroup.write(message, record);
        record.buffer().putBytes(record.payloadOffset(), payload.buffer(), 0, payload.length());
        return record.payloadLength(payload.length());
    }

    /** Received properties are read-only: they are taken out, and put back changed. */
    private static void changeProperties(FolioMessage message, Consumer<Map<String, @Nullable Object>> change)
            throws JMSException {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (String name : Collections.list(message.getPropertyNames())) {
            all.put(name, message.getObjectProperty(name));
        }
        change.accept(all);
        message.clearProperties();
        for (Map.Entry<String, @Nullable Object> property : all.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
    }
}
