package io.foliomq.engine.endurance;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Subscription;
import io.foliomq.engine.SubscriptionOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.Transaction;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.engine.testing.Footprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** Does one thing again and again, and says what is left of it. */
public final class LeakChild {
    private static final int LARGE = 200_000;

    private final Path directory;
    private final Store store;

    private LeakChild(Path directory) {
        this.directory = directory;
        this.store = open("lasting");
    }

    /** What comes and goes. */
    enum What {
        STORE,
        QUEUE,
        DURABLE_SUBSCRIPTION,
        SHORT_SUBSCRIPTION,
        TEMPORARY,
        TAILER,
        TRANSACTION,
        LARGE_BODY,
        SEGMENT
    }

    private Store open(String name) {
        return Store.open(StoreOptions.at(directory.resolve(name))
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10));
    }

    private void comeAndGo(What what, int round) {
        Destination lasting = store.queue("lasting");
        switch (what) {
            case STORE -> {
                try (Store other = open("other")) {
                    pass(other.queue("q"), other.queue("q").subscription(), 10);
                }
            }
            case QUEUE -> {
                Destination queue = store.queue("q" + round % 10);
                pass(queue, queue.subscription(), 10);
                queue.delete();
            }
            case DURABLE_SUBSCRIPTION -> {
                Subscription subscription =
                        store.topic("t").subscribe(new SubscriptionOptions("s" + round % 10, true, ""));
                pass(store.topic("t"), subscription, 10);
                subscription.delete();
            }
            case SHORT_SUBSCRIPTION ->
                pass(
                        store.topic("t"),
                        store.topic("t").subscribe(new SubscriptionOptions("n" + round % 10, false, "")),
                        10);
            case TEMPORARY -> {
                Destination temporary = store.newTemporary(DestinationKind.QUEUE);
                pass(temporary, temporary.subscription(), 10);
                temporary.delete();
            }
            case TAILER -> pass(lasting, lasting.subscription(), 10);
            case TRANSACTION -> commit(lasting);
            case LARGE_BODY -> pass(lasting, lasting.subscription(), LARGE);
            case SEGMENT -> {
                for (int i = 0; i < 5; i++) {
                    pass(lasting, lasting.subscription(), 100_000);
                }
            }
        }
    }

    private static void pass(Destination destination, Subscription subscription, int length) {
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            destination.newAppender().append(new Record().payloadLength(length));
            tailer.acknowledge(poll(tailer).lease());
        }
    }

    private void commit(Destination queue) {
        Transaction transaction = store.newTransaction();
        try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
            queue.newAppender().append(new Record().payloadLength(10));
            transaction.acknowledge(tailer, poll(tailer).lease());
            transaction.append(queue, new Record().payloadLength(11));
            transaction.commit();
            tailer.acknowledge(poll(tailer).lease());
        }
    }

    private static Delivery poll(Tailer tailer) {
        return Objects.requireNonNull(tailer.poll());
    }

    private Object answer(String[] words) {
        int rounds = Integer.parseInt(words[2]);
        for (int round = 0; round < rounds; round++) {
            comeAndGo(What.valueOf(words[1]), round);
        }
        return Footprint.ofThisProcess();
    }

    public static void main(String[] arguments) throws IOException {
        LeakChild child = new LeakChild(Path.of(arguments[0]));
        ChildLines.answer(child::answer);
    }
}
