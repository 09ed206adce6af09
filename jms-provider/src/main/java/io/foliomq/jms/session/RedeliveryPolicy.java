package io.foliomq.jms.session;

/**
 * How often and how late a message comes again after its consumer failed.
 *
 * @param maximumRedeliveries how often after the first delivery; -1 = without end
 * @param initialDelayMs before the first redelivery
 * @param delayMs before each further one, unless they grow from {@code initialDelayMs}
 * @param backOffMultiplier by which each further delay grows, if {@code exponential}
 * @param exponential whether delays grow: from {@code initialDelayMs}, or from {@code delayMs} if that is 0
 * @param maximumDelayMs no delay is longer; 0 = no bound
 */
public record RedeliveryPolicy(
        int maximumRedeliveries,
        long initialDelayMs,
        long delayMs,
        double backOffMultiplier,
        boolean exponential,
        long maximumDelayMs) {
    /** Ten redeliveries, at once. */
    public static final RedeliveryPolicy DEFAULT = new RedeliveryPolicy(10, 0, 0, 5, false, 0);

    /** The count of the last delivery that the policy allows. */
    private int lastDelivery() {
        return maximumRedeliveries < 0 ? Integer.MAX_VALUE : maximumRedeliveries + 1;
    }

    /** Whether a delivery with this count is one that should never have been. */
    boolean isBeyond(int deliveryCount) {
        return deliveryCount > lastDelivery();
    }

    /** Whether no delivery comes after the one with this count. */
    boolean isLast(int deliveryCount) {
        return deliveryCount >= lastDelivery();
    }

    /** How long to wait after the delivery with this count failed, in ms. */
    long delayAfter(int deliveryCount) {
        double delay = deliveryCount <= 1 ? initialDelayMs : delayMs;
        if (exponential && deliveryCount > 1) {
            delay = initialDelayMs > 0
                    ? initialDelayMs * Math.pow(backOffMultiplier, deliveryCount - 1.0)
                    : delayMs * Math.pow(backOffMultiplier, deliveryCount - 2.0);
        }
        double bound = maximumDelayMs > 0 ? maximumDelayMs : Long.MAX_VALUE / 4.0;
        return (long) Math.min(delay, bound);
    }
}
