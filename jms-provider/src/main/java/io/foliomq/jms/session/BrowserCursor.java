package io.foliomq.jms.session;

import io.foliomq.engine.Browser;
import io.foliomq.engine.EngineException;
import io.foliomq.engine.RecordView;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.FolioMessage;
import jakarta.jms.JMSException;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One walk over the messages of a queue, which leaves them where they are. Ends at the end of the queue, and stays ended. */
public final class BrowserCursor implements Enumeration<Object>, Children.Closing {
    private final SessionScope session;
    private final FolioDestination queue;
    private final Browser browser;
    private final EnvelopeFields envelope;
    private @Nullable FolioMessage ahead;
    private boolean ended;

    private BrowserCursor(SessionScope session, FolioDestination queue, Browser browser) {
        this.session = session;
        this.queue = queue;
        this.browser = browser;
        this.envelope = session.connection().newEnvelope();
    }

    /** Begins a walk. */
    public static BrowserCursor open(SessionScope session, FolioDestination queue, @Nullable String selector)
            throws JMSException {
        MessageFilter filter = MessageFilter.of(
                selector, MessageFilter.NOBODY, session.connection().newEnvelope());
        try {
            Browser browser = session.connection()
                    .destinations()
                    .resolve(queue)
                    .subscription()
                    .browse(filter);
            BrowserCursor cursor = new BrowserCursor(session, queue, browser);
            session.add(cursor);
            return cursor;
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        }
    }

    /** Fails as {@link #open} does if the selector is wrong. */
    public static void check(@Nullable String selector) throws JMSException {
        MessageFilter.parse(selector);
    }

    @Override
    public synchronized boolean hasMoreElements() {
        if (ahead == null && !ended) {
            ahead = next();
            if (ahead == null) {
                close();
            }
        }
        return ahead != null;
    }

    @Override
    public synchronized Object nextElement() {
        FolioMessage next = hasMoreElements() ? ahead : null;
        if (next == null) {
            throw new NoSuchElementException("no more messages: queue=" + queue);
        }
        ahead = null;
        return next;
    }

    private @Nullable FolioMessage next() {
        for (RecordView record = browser.next(); record != null; record = browser.next()) {
            FolioMessage message = decode(record);
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    /** A record that cannot be read is for whoever takes it to find out about. */
    private @Nullable FolioMessage decode(RecordView record) {
        try {
            FolioMessage message = session.connection()
                    .codec()
                    .decode(
                            Envelopes.read(record, envelope),
                            record.buffer(),
                            record.payloadOffset(),
                            record.payloadLength());
            message.assignDelivered(queue, browser.deliveryCount(), session::requireNotClosed);
            return message;
        } catch (JMSException e) {
            return null;
        }
    }

    public synchronized boolean hasEnded() {
        return ended;
    }

    @Override
    public synchronized void close() {
        if (!ended) {
            ended = true;
            browser.close();
            session.remove(this);
        }
    }
}
