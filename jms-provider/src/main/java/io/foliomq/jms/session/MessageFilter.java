package io.foliomq.jms.session;

import io.foliomq.engine.RecordFilter;
import io.foliomq.engine.RecordView;
import io.foliomq.jms.message.CorruptMessageException;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.RecordProperties;
import io.foliomq.jms.selector.Selector;
import io.foliomq.jms.selector.SelectorSyntaxException;
import jakarta.jms.InvalidSelectorException;
import org.jspecify.annotations.Nullable;

/** Selector and {@code noLocal} over a record as it lies. One for each consumer, which uses it on one thread at a time. */
final class MessageFilter implements RecordFilter {
    /** No sender has this identity. */
    static final long NOBODY = 0;

    private final RecordProperties properties;
    private final EnvelopeFields envelope;
    private final long unwantedSender;

    private MessageFilter(Selector selector, long unwantedSender, EnvelopeFields envelope) {
        this.properties = new RecordProperties(selector);
        this.envelope = envelope;
        this.unwantedSender = unwantedSender;
    }

    /**
     * A filter, or null if everything is wanted.
     *
     * @param unwantedSender whose messages are left out, or {@link #NOBODY}.
     * @param envelope of the store that the records are in, for this filter alone.
     */
    static @Nullable MessageFilter of(@Nullable String selectorText, long unwantedSender, EnvelopeFields envelope)
            throws InvalidSelectorException {
        Selector selector = parse(selectorText);
        return selector.matchesAll() && unwantedSender == NOBODY
                ? null
                : new MessageFilter(selector, unwantedSender, envelope);
    }

    /** The selector, in whose place a failure says what is wrong. */
    static Selector parse(@Nullable String selectorText) throws InvalidSelectorException {
        try {
            return Selector.parse(selectorText);
        } catch (SelectorSyntaxException e) {
            throw new InvalidSelectorException(String.valueOf(e.getMessage()), "SELECTOR", e);
        }
    }

    /** A record that cannot be read is wanted: whoever takes it finds out and moves it out of the way. */
    @Override
    public boolean matches(RecordView record) {
        try {
            properties.wrap(
                    Envelopes.read(record, envelope), record.buffer(), record.payloadOffset(), record.payloadLength());
        } catch (CorruptMessageException e) {
            return true;
        }
        return properties.matches() && (unwantedSender == NOBODY || properties.senderConnection() != unwantedSender);
    }
}
