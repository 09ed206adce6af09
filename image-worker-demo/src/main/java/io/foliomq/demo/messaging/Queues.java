package io.foliomq.demo.messaging;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;

/** The queues of the demo, and the one place that knows which provider is behind them. */
public final class Queues {
    /** Requests to make thumbnails: {@link ResizeRequest}. */
    public static final String RESIZE = "photos.resize";
    /** What became of them: {@link Completion}. */
    public static final String COMPLETED = "photos.completed";
    /** Requests whose photo is broken, with the cause as a property. */
    public static final String DEAD = "photos.dead";

    private Queues() {}

    /** @throws JMSException when the URL is not understood */
    public static ConnectionFactory connectionFactory(String url) throws JMSException {
        try {
            return (ConnectionFactory) Class.forName("io.foliomq.jms.FolioConnectionFactory")
                    .getConstructor(String.class)
                    .newInstance(url);
        } catch (ReflectiveOperationException e) {
            JMSException failure = new JMSException("connection factory cannot be made: url=" + url);
            failure.setLinkedException(e);
            failure.initCause(e);
            throw failure;
        }
    }
}
