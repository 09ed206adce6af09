package io.foliomq.engine.crash;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationDeletedException;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.engine.SubscriptionOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Makes and deletes subscriptions of one topic and one queue, together with others who do the same. */
final class Churn {
    static final String TOPIC = "news";
    static final String QUEUE = "churn";
    private static final int MESSAGES = 3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Store store;
    private final Random random;
    private final BooleanSupplier going;
    private final Patience patience;

    Churn(Store store, Random random, BooleanSupplier going, Patience patience) {
        this.store = store;
        this.random = random;
        this.going = going;
        this.patience = patience;
    }

    void churnSubscriptions() {
        int own = random.nextInt();
        for (int round = 0; going.getAsBoolean(); round++) {
            // Few names, so that a name is used again and again.
            String name = "s" + Integer.toUnsignedString(own) + "-" + round % 2;
            subscribeAndHear(store, patience, name, round % 3 != 0, own, round);
        }
    }

    /** A subscription hears what is sent after it was made, in order, once; then it goes. */
    static void subscribeAndHear(Store store, Patience patience, String name, boolean durable, int own, int round) {
        Destination topic = patience.get(() -> store.topic(TOPIC));
        Subscription subscription = patience.get(() -> topic.subscribe(new SubscriptionOptions(name, durable, "")));
        Record record = new Record();
        try (Tailer tailer = patience.get(() -> subscription.openTailer(TailerOptions.DEFAULT))) {
            for (int i = 0; i < MESSAGES; i++) {
                record.clear().payloadLength(3 * Integer.BYTES);
                record.buffer().putInt(record.payloadOffset(), own);
                record.buffer().putInt(record.payloadOffset() + Integer.BYTES, round);
                record.buffer().putInt(record.payloadOffset() + 2 * Integer.BYTES, i);
                patience.with(() -> topic.newAppender().append(record));
            }
            hear(tailer, own, round);
        }
        if (durable) {
            patience.with(subscription::delete);
        }
    }

    private static void hear(Tailer tailer, int own, int round) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        int expected = 0;
        while (expected < MESSAGES) {
            Delivery delivery = tailer.poll(deadline - System.nanoTime());
            if (delivery == null) {
                throw new AssertionError("not heard: round=" + round + ", message=" + expected + ", depth="
                        + tailer.subscription().depth());
            }
            int offset = delivery.record().payloadOffset();
            if (delivery.record().buffer().getInt(offset) == own
                    && delivery.record().buffer().getInt(offset + Integer.BYTES) == round) {
                int heard = delivery.record().buffer().getInt(offset + 2 * Integer.BYTES);
                if (heard != expected) {
                    throw new AssertionError("heard out of order: expected=" + expected + ", heard=" + heard);
                }
                expected++;
            }
            tailer.acknowledge(delivery.lease());
        }
    }

    void churnQueue() {
        Record record = new Record();
        while (going.getAsBoolean()) {
            try {
                sendAndDelete(store, patience, record);
            } catch (DestinationDeletedException e) {
                // By another who churns the same queue.
                continue;
            }
        }
    }

    static void sendAndDelete(Store store, Patience patience, Record record) {
        Destination queue = patience.get(() -> store.queue(QUEUE));
        record.clear().payloadLength(100);
        patience.with(() -> queue.newAppender().append(record));
        try (Tailer tailer = patience.get(() -> queue.subscription().openTailer(TailerOptions.DEFAULT))) {
            Delivery delivery = tailer.poll();
            if (delivery != null) {
                tailer.acknowledge(delivery.lease());
            }
        }
        patience.with(queue::delete);
    }
}
