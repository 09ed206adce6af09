package io.foliomq.perf.workload;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Delivery;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.perf.measure.ChildProcess;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The other JVM of {@link OpenCommand}: says how long it took from its {@code main} to the first message, classes loaded on the way included. */
public final class FirstMessage {
    private FirstMessage() {}

    public static void main(String[] words) {
        long start = System.nanoTime();
        try (Store store = Store.open(StoreOptions.at(Path.of(words[0])))) {
            sendAndReceive(store, Messages.ofSize(Integer.parseInt(words[1])));
            System.out.println("opened " + (System.nanoTime() - start));
        }
        System.exit(0);
    }

    static void sendAndReceive(Store store, Record message) {
        store.queue(Messages.QUEUE).newAppender().append(message);
        try (Tailer tailer = store.queue(Messages.QUEUE).subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery first = tailer.poll(TimeUnit.SECONDS.toNanos(30));
            if (first == null) {
                throw new IllegalStateException("no message: queue=" + Messages.QUEUE);
            }
            tailer.acknowledge(first.lease());
        }
    }

    /** A store with that many messages. */
    public static void fill(Path path, int size, long count) {
        try (Store store = Store.open(StoreOptions.at(path))) {
            Appender appender = store.queue(Messages.QUEUE).newAppender();
            Record message = Messages.ofSize(size);
            for (long i = 0; i < count; i++) {
                appender.append(message);
            }
        }
    }

    /** The same in a JVM of its own, from before that starts. After it the store holds as much as before. */
    public static double startNanos(Path path, int size) {
        long start = System.nanoTime();
        try (ChildProcess child = ChildProcess.start(FirstMessage.class, path.toString(), Integer.toString(size))) {
            child.await("opened");
            return System.nanoTime() - start;
        }
    }

    /** Opens the store, sends a message, receives the first one; the time of it. After it the store holds as much as before. */
    public static double openNanos(Path path, int size) {
        Record message = Messages.ofSize(size);
        long start = System.nanoTime();
        try (Store store = Store.open(StoreOptions.at(path))) {
            sendAndReceive(store, message);
            return System.nanoTime() - start;
        }
    }
}
