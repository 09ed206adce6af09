package io.foliomq.perf.contender;

/**
 * How messages go.
 *
 * @param topic to durable subscriptions of a topic, one a receiver; else to a queue that all receivers share
 * @param batch messages of a transaction; 1 = none, each message by itself
 * @param refilled whether a sender clears, fills and sends one message object again and again; else it makes each anew
 */
public record Traffic(boolean topic, int batch, boolean refilled) {
    /** A queue, and each message by itself. */
    public static final Traffic PLAIN = new Traffic(false, 1, false);

    public Traffic {
        if (batch < 1) {
            throw new IllegalArgumentException("batch: value=" + batch + ", accepted=1 or more");
        }
    }

    boolean isTransacted() {
        return batch > 1;
    }
}
