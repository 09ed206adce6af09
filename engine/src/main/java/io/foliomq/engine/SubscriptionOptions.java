package io.foliomq.engine;

/**
 * How a subscription of a topic is made.
 *
 * @param name unique within the topic
 * @param durable outlives its consumers and their processes; otherwise it goes with its last tailer, or with the process that holds it
 * @param attributes text of the layer above, kept with the subscription and given back by {@link Subscription#attributes()}; at most 16,384 bytes as UTF-8
 */
public record SubscriptionOptions(String name, boolean durable, String attributes) {}
