/**
 * Destinations and subscriptions as names: what a client holds, stores in a directory service and sends in {@code JMSReplyTo}.
 *
 * <p>A {@link io.foliomq.jms.destination.FolioDestination} is a kind and a name and nothing else: making one creates nothing in a
 * store, it holds no resource, and any thread may use it. Its textual form is {@code queue://orders}, {@code topic://prices},
 * {@code temp-queue://…}, {@code temp-topic://…}. A {@link io.foliomq.jms.destination.SubscriptionSpec} says everything that
 * opening a consumer on a topic needs.
 */
@NullMarked
package io.foliomq.jms.destination;

import org.jspecify.annotations.NullMarked;
