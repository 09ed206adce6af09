package io.foliomq.jms.session;

import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Record;
import io.foliomq.engine.RecordFilter;
import io.foliomq.engine.RecordView;
import io.foliomq.engine.Store;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.message.CorruptMessageException;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.FolioMessage;
import io.foliomq.jms.message.MessageCodec;
import io.foliomq.jms.message.MessageIds;
import io.foliomq.jms.message.ObjectPolicy;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a store for tools that work on the engine: what a record is as a message, and which records a selector means. Object messages are never read
 * into objects. Any thread may use it.
 */
public final class StoredMessages {
    private final MessageCodec codec = new MessageCodec(ObjectPolicy.trustNothing());
    private final MessageIds ids;

    public StoredMessages(Store store) {
        ids = ConnectionScope.idsOf(store);
    }

    private EnvelopeFields envelope() {
        return new EnvelopeFields(ids);
    }

    /** What a selector wants, for one consumer; null if everything. A record that cannot be read as a message is never wanted by a selector. */
    public @Nullable RecordFilter filter(@Nullable String selector) throws InvalidSelectorException {
        RecordFilter filter = MessageFilter.of(selector, MessageFilter.NOBODY, envelope());
        return filter == null ? null : record -> isReadable(record) && filter.matches(record);
    }

    private boolean isReadable(RecordView record) {
        try {
            decode(record);
            return true;
        } catch (CorruptMessageException e) {
            return false;
        }
    }

    private FolioMessage decode(RecordView record) throws CorruptMessageException {
        return codec.decode(
                Envelopes.read(record, envelope()), record.buffer(), record.payloadOffset(), record.payloadLength());
    }

    /**
     * The message of a record, as a receiver would see it; it keeps nothing of the view.
     *
     * @param from where the record lies
     * @throws JMSException if the bytes of the layer above the record are none of ours
     */
    public Message read(Destination from, RecordView record) throws JMSException {
        FolioMessage message = decode(record);
        message.assignDelivered(destination(from), 1, () -> {});
        return message;
    }

    private static FolioDestination destination(Destination of) {
        String scheme = of.kind() == DestinationKind.TOPIC ? "topic://" : "queue://";
        return FolioDestination.parse((of.isTemporary() ? "temp-" : "") + scheme + of.name());
    }

    /** Where a dead letter was sent before it became one, in the textual form; empty if the record is none. */
    public Optional<String> originOf(RecordView record) throws JMSException {
        return Obituary.origin(decode(record)).map(FolioDestination::toString);
    }

    /** The record of a dead letter as it was before it became one: same identity, body and properties. It never expires. */
    public Record revived(RecordView record) throws JMSException {
        return Obituary.removed(new RecordCopy(record, envelope()), codec);
    }
}
