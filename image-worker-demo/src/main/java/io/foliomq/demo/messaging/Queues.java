package io.foliomq.demo.messaging;

import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.ConnectionFactory;

/** The queues of the demo, and the one place that knows which provider is behind them. */
public final class Queues {
    /** Requests to make thumbnails: {@link ResizeRequest}. */
    public static final String RESIZE = "photos.resize";
    /** What became of them: {@link Completion}. */
    public static final String COMPLETED = "photos.completed";
    /** Requests whose photo is broken, with the cause as a property. */
    public static final String DEAD = "photos.dead";

    private Queues() {}

    /** @throws IllegalArgumentException when the URL is not understood */
    public static ConnectionFactory connectionFactory(String url) {
        return new FolioConnectionFactory(url);
    }
}
