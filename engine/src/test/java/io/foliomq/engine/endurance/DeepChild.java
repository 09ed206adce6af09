package io.foliomq.engine.endurance;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Browser;
import io.foliomq.engine.Delivery;
import io.foliomq.engine.Destination;
import io.foliomq.engine.Record;
import io.foliomq.engine.RecordView;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Subscription;
import io.foliomq.engine.SubscriptionOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.engine.testing.Footprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A process with a small heap that is told to send much, take much, hold on to it, or have many things open. */
public final class DeepChild {
    private final long openNanos;
    private final Store store;
    private final List<Tailer> held = new ArrayList<>();

    private DeepChild(Path directory, int segmentBytes) {
        long start = System.nanoTime();
        this.store = Store.open(
                StoreOptions.at(directory).withSegmentBytes(segmentBytes).withDiskReserveBytes(0));
        store.queue("deep").subscription().depth();
        this.openNanos = System.nanoTime() - start;
    }

    private Object answer(String[] words) {
        return switch (words[0]) {
            case "opened" -> openNanos / 1_000;
            case "send" -> send(Long.parseLong(words[1]), Integer.parseInt(words[2]));
            case "take" -> take(Long.parseLong(words[1]), Long.parseLong(words[2]));
            case "hold" -> hold(Integer.parseInt(words[1]));
            case "pick" -> pick(Long.parseLong(words[1]), Long.parseLong(words[2]), Integer.parseInt(words[3]));
            case "again" -> again(Integer.parseInt(words[1]));
            case "first" -> first();
            case "depth" -> store.queue("deep").subscription().depth();
            case "queues" -> queues(Integer.parseInt(words[1]));
            case "subscriptions" -> subscriptions(Integer.parseInt(words[1]));
            case "footprint" -> Footprint.ofThisProcess();
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        };
    }

    /** Messages that are numbered from 0, or from where the last send ended. */
    private Object send(long count, int length) {
        Destination deep = store.queue("deep");
        Appender appender = deep.newAppender();
        Record record = new Record().payloadLength(length);
        long from = deep.appended();
        for (long number = from; number < from + count; number++) {
            record.buffer().putLong(record.payloadOffset(), number);
            appender.append(record);
        }
        return deep.appended();
    }

    /** Takes and acknowledges so many, which must be numbered from here on without a gap. */
    private Object take(long count, long from) {
        try (Tailer tailer = store.queue("deep").subscription().openTailer(TailerOptions.DEFAULT)) {
            for (long number = from; number < from + count; number++) {
                Delivery delivery = Objects.requireNonNull(tailer.poll(), "nothing to take: number=" + number);
                long found = number(delivery);
                if (found != number) {
                    throw new AssertionError("out of order: expected=" + number + ", actual=" + found);
                }
                tailer.acknowledge(delivery.lease());
            }
        }
        return store.queue("deep").subscription().depth();
    }

    private static long number(Delivery delivery) {
        return delivery.record().buffer().getLong(delivery.record().payloadOffset());
    }

    /** Leases so many and never acknowledges. */
    private Object hold(int count) {
        Tailer tailer = store.queue("deep").subscription().openTailer(TailerOptions.DEFAULT);
        held.add(tailer);
        for (int i = 0; i < count; i++) {
            Objects.requireNonNull(tailer.poll());
        }
        return tailer.leases();
    }

    /** Takes so many, which must be numbered from here on, and acknowledges them but for one of so many, which it holds. */
    private Object pick(long count, long from, int stuckOf) {
        if (held.isEmpty()) {
            held.add(store.queue("deep").subscription().openTailer(TailerOptions.DEFAULT));
        }
        Tailer tailer = held.get(0);
        for (long number = from; number < from + count; number++) {
            Delivery delivery = Objects.requireNonNull(tailer.poll(), "nothing to take: number=" + number);
            long found = number(delivery);
            if (found != number) {
                throw new AssertionError("out of order: expected=" + number + ", actual=" + found);
            }
            if (number % stuckOf != 0) {
                tailer.acknowledge(delivery.lease());
            }
        }
        return tailer.leases();
    }

    /** Once nobody holds anything any more: browses and takes what was stuck, in order, each for the second time; says how many. */
    private Object again(int stuckOf) {
        Subscription deep = store.queue("deep").subscription();
        Awaitility.await().until(() -> deep.leased() == 0);
        long browsed = 0;
        try (Browser browser = deep.browse(null)) {
            for (RecordView view = browser.next(); view != null; view = browser.next()) {
                expect(browsed++ * stuckOf, view.buffer().getLong(view.payloadOffset()));
            }
        }
        long taken = 0;
        try (Tailer tailer = deep.openTailer(TailerOptions.DEFAULT)) {
            for (Delivery delivery = tailer.poll(); delivery != null; delivery = tailer.poll()) {
                expect(taken++ * stuckOf, number(delivery));
                expect(2, delivery.deliveryCount());
                tailer.acknowledge(delivery.lease());
            }
        }
        expect(browsed, taken);
        return taken;
    }

    private static void expect(long expected, long actual) {
        if (actual != expected) {
            throw new AssertionError("expected=" + expected + ", actual=" + actual);
        }
    }

    private Object first() {
        try (Tailer tailer = store.queue("deep").subscription().openTailer(TailerOptions.DEFAULT)) {
            long start = System.nanoTime();
            Delivery delivery = Objects.requireNonNull(tailer.poll());
            long micros = (System.nanoTime() - start) / 1_000;
            long number = number(delivery);
            tailer.release(delivery.lease(), false, 0);
            return number + " " + micros;
        }
    }

    private Object queues(int count) {
        Record record = new Record().payloadLength(10);
        for (int i = 0; i < count; i++) {
            Destination queue = store.queue("many-" + i);
            queue.newAppender().append(record);
            try (Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
                tailer.acknowledge(Objects.requireNonNull(tailer.poll()).lease());
            }
        }
        return store.destinations(io.foliomq.engine.DestinationKind.QUEUE).size();
    }

    private Object subscriptions(int count) {
        Destination topic = store.topic("wide");
        for (int i = 0; i < count; i++) {
            topic.subscribe(new SubscriptionOptions("s-" + i, true, ""));
        }
        topic.newAppender().append(new Record().payloadLength(10));
        topic.subscriptions().forEach(subscription -> {
            try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
                tailer.acknowledge(Objects.requireNonNull(tailer.poll()).lease());
            }
        });
        return topic.subscriptions().size();
    }

    public static void main(String[] arguments) throws IOException {
        DeepChild child = new DeepChild(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        ChildLines.say("attached");
        ChildLines.answer(child::answer);
    }
}
