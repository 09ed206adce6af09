package io.foliomq.jms.session;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * What a producer says about a message.
 *
 * @param deliveryMode of {@link DeliveryMode}
 * @param priority 0 to 9
 * @param timeToLiveMs 0 = for ever
 * @param deliveryDelayMs 0 = at once
 */
public record SendOptions(int deliveryMode, int priority, long timeToLiveMs, long deliveryDelayMs) {
    public static final SendOptions DEFAULT = new SendOptions(
            Message.DEFAULT_DELIVERY_MODE,
            Message.DEFAULT_PRIORITY,
            Message.DEFAULT_TIME_TO_LIVE,
            Message.DEFAULT_DELIVERY_DELAY);

    /** @throws JMSException naming what is wrong, as do the others. */
    public SendOptions with(int newDeliveryMode, int newPriority, long newTimeToLiveMs) throws JMSException {
        if (newDeliveryMode == deliveryMode && newPriority == priority && newTimeToLiveMs == timeToLiveMs) {
            return this;
        }
        return withDeliveryMode(newDeliveryMode).withPriority(newPriority).withTimeToLive(newTimeToLiveMs);
    }

    public SendOptions withDeliveryMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw new JMSException("delivery mode: value=" + mode + ", accepted=1 (non-persistent) 2 (persistent)");
        }
        return new SendOptions(mode, priority, timeToLiveMs, deliveryDelayMs);
    }

    public SendOptions withPriority(int newPriority) throws JMSException {
        if (newPriority < 0 || newPriority > 9) {
            throw new JMSException("priority: value=" + newPriority + ", accepted=0 to 9");
        }
        return new SendOptions(deliveryMode, newPriority, timeToLiveMs, deliveryDelayMs);
    }

    public SendOptions withTimeToLive(long ms) throws JMSException {
        if (ms < 0) {
            throw new JMSException("time to live: value=" + ms + ", accepted=ms from 0 (for ever)");
        }
        return new SendOptions(deliveryMode, priority, ms, deliveryDelayMs);
    }

    public SendOptions withDeliveryDelay(long ms) throws JMSException {
        if (ms < 0) {
            throw new JMSException("delivery delay: value=" + ms + ", accepted=ms from 0 (at once)");
        }
        return new SendOptions(deliveryMode, priority, timeToLiveMs, ms);
    }

    /** When a message sent at this time expires; 0 = never. */
    long expiration(long nowMs) {
        return timeToLiveMs == 0 ? 0 : saturated(nowMs, timeToLiveMs);
    }

    /** The earliest delivery of a message sent at this time. */
    long deliveryTime(long nowMs) {
        return saturated(nowMs, deliveryDelayMs);
    }

    private static long saturated(long nowMs, long ms) {
        long sum = nowMs + ms;
        return sum < nowMs ? Long.MAX_VALUE : sum;
    }
}
