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

    Churn(Store store, Random random, BooleanSupplier going) {
        this.store = store;
        this.random = random;
        this.going = going;
    }

    void churnSubscriptions() {
        int own = random.nextInt();
        for (int round = 0; going.getAsBoolean(); round++) {
            // Few names, so that a name is used again and again.
            String name = "s" + Integer.toUnsignedString(own) + "-" + round % 2;
            subscribeAndHear(store, name, round % 3 != 0, own, round);
        }
    }

    /** A subscription hears what is sent after it was made, in order, once; then it goes. */
    static void subscribeAndHear(Store store, String name, boolean durable, int own, int round) {
        Destination topic = store.topic(TOPIC);
        Subscription subscription = topic.subscribe(new SubscriptionOptions(name, durable, ""));
        Record record = new Record();
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            for (int i = 0; i < MESSAGES; i++) {
                record.clear().payloadLength(3 * Integer.BYTES);
                record.buffer().putInt(record.payloadOffset(), own);
                record.buffer().putInt(record.payloadOffset() + Integer.BYTES, round);
                record.buffer().putInt(record.payloadOffset() + 2 * Integer.BYTES, i);
                topic.newAppender().append(record);
            }
            hear(tailer, own, round);
        }
        if (durable) {
            subscription.delete();
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
                sendAndDelete(store, record);
            } catch (DestinationDeletedException e) {
                // By another who churns the same queue.
                continue;
            }
        }
    }

    static void sendAndDelete(Store store, Record record) {
        Destination queue = store.queue(QUEUE);
        record.clear().payloadLength(100);
        queue.newAppender().append(record);
        try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery = tailer.poll();
            if (delivery != null) {
                tailer.acknowledge(delivery.lease());
            }
        }
        queue.delete();
    }
}
