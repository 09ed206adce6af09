package io.foliomq.jms;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.session.BrowserCursor;
import io.foliomq.jms.session.Children;
import io.foliomq.jms.session.Lifecycle;
import io.foliomq.jms.session.SessionScope;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** Looks at a queue without taking anything. Each enumeration begins anew, and sees what arrives until it has ended once. */
public final class FolioBrowser implements QueueBrowser {
    private final SessionScope session;
    private final FolioQueue queue;
    private final @Nullable String selector;
    private final Lifecycle lifecycle = new Lifecycle("browser");
    private final Children<BrowserCursor> cursors = new Children<>("browser");

    private FolioBrowser(SessionScope session, FolioQueue queue, @Nullable String selector) {
        this.session = session;
        this.queue = queue;
        this.selector = selector == null || selector.isBlank() ? null : selector;
    }

    static FolioBrowser open(SessionScope session, FolioQueue queue, @Nullable String selector) throws JMSException {
        BrowserCursor.check(selector);
        session.connection().requireExisting(queue);
        return new FolioBrowser(session, queue, selector);
    }

    private void requireNotClosed() throws JMSException {
        lifecycle.requireNotClosed();
        session.requireNotClosed();
    }

    @Override
    public Queue getQueue() throws JMSException {
        requireNotClosed();
        return queue;
    }

    @Override
    public @Nullable String getMessageSelector() throws JMSException {
        requireNotClosed();
        return selector;
    }

    @Override
    public Enumeration<?> getEnumeration() throws JMSException {
        requireNotClosed();
        cursors.removeIf(BrowserCursor::hasEnded);
        BrowserCursor cursor = BrowserCursor.open(session, queue, selector);
        cursors.add(cursor);
        return cursor;
    }

    @Override
    public void close() throws JMSException {
        if (lifecycle.beginClose()) {
            cursors.closeAll();
            lifecycle.closed();
        }
    }
}
