package io.foliomq.jms.message;

/** Header fields that are, in most messages, as a send without options leaves them; a message has this object only if one of them is not. */
final class RareHeaders {
    int deliveryMode;
    int priority;
    long expiration;
    long deliveryTime;

    RareHeaders(int deliveryMode, int priority, long expiration, long deliveryTime) {
        this.deliveryMode = deliveryMode;
        this.priority = priority;
        this.expiration = expiration;
        this.deliveryTime = deliveryTime;
    }

    static RareHeaders of(EnvelopeFields envelope) {
        return new RareHeaders(
                envelope.deliveryMode(), envelope.priority(), envelope.expiration(), envelope.deliveryTime());
    }
}
