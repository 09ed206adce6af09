package io.foliomq.engine;

import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.testing.ChildLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One half of {@link PowerCutIT}: loads a store until it is killed, or says what a store holds after the power came back. A message is its number, repeated to a length that
 * the number gives; {@code in} gets it, a transaction moves it to {@code out} and
 * {@code copy}, which is prepared first if the number is even; every third goes to {@code plain}, where it is acknowledged alone. At {@code POWER}, {@code runs} gets transactions that send to it alone.
 */
public final class PowerCutChild {
    static final String RUNS = "runs";
    static final int RUN_LENGTH = 20;
    private static final int PLAIN_OF = 3;
    private static final int LARGE_OF = 37;
    private static final int MANY = 1_000;
    private static final int LARGE_OF_MANY = 1_009;

    private PowerCutChild() {}

    static StoreOptions options(Path store, Durability durability) {
        return StoreOptions.at(store)
                .withDurability(durability)
                .withGroupMillis(PowerCutIT.GROUP_MS)
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10)
                .withDiskReserveBytes(0)
                .withErrorHandler(e -> ChildLines.say("reported " + e));
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[1]);
        if (arguments[0].equals("check")) {
            check(
                    directory,
                    arguments.length > 2
                            ? Long.parseLong(arguments[2])
                            : ThreadLocalRandom.current().nextLong());
        } else {
            Durability level = Durability.valueOf(arguments[0]);
            load(Store.open(options(directory, level)), level);
        }
    }

    private static void load(Store store, Durability level) throws Exception {
        Destination in = store.queue("in");
        Appender appender = in.newAppender();
        Appender plain = store.queue("plain").newAppender();
        plain.append(record(0));
        ChildLines.say("loading");
        Thread mover = new Thread(() -> quietly(() -> move(store)), "mover");
        mover.setDaemon(true);
        mover.start();
        Thread acknowledger = new Thread(() -> quietly(() -> acknowledge(store)), "acknowledger");
        acknowledger.setDaemon(true);
        acknowledger.start();
        if (level == Durability.POWER) {
            // At the other levels nothing makes it wait, and all it would do is keep the disk busy.
            Thread runner = new Thread(() -> quietly(() -> commitRuns(store)), "runner");
            runner.setDaemon(true);
            runner.start();
        }
        quietly(() -> {
            for (long number = 1; ; number++) {
                (number % PLAIN_OF == 0 ? plain : appender).append(record(number));
                ChildLines.say("sent " + number + " " + System.nanoTime());
            }
        });
        // Until the test kills it.
        Thread.currentThread().join();
    }

    /** The power goes in the middle: what fails then is no failure of the test. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            ChildLines.say("stopped " + e);
        }
    }

    private static void acknowledge(Store store) {
        try (Tailer tailer = store.queue("plain").subscription().openTailer(TailerOptions.DEFAULT)) {
            while (true) {
                Delivery delivery = tailer.poll();
                if (delivery == null) {
                    Thread.yield();
                    continue;
                }
                long number = number(delivery.record());
                tailer.acknowledge(delivery.lease());
                ChildLines.say("acknowledged " + number);
            }
        }
    }

    /** Each a transaction that does nothing else: what was committed, its records say themselves. */
    private static void commitRuns(Store store) {
        Destination runs = store.queue(RUNS);
        for (long run = 1; ; run++) {
            Transaction transaction = store.newTransaction();
            for (long i = 0; i < RUN_LENGTH; i++) {
                transaction.append(runs, record(run * RUN_LENGTH + i));
            }
            transaction.commit();
            ChildLines.say("ran " + run);
        }
    }

    private static void move(Store store) {
        Appender unused = store.queue("out").newAppender();
        try (Tailer tailer = store.queue("in").subscription().openTailer(TailerOptions.DEFAULT)) {
            Transaction transaction = store.newTransaction();
            while (true) {
                Delivery delivery = tailer.poll();
                if (delivery == null) {
                    Thread.yield();
                    continue;
                }
                long number = number(delivery.record());
                transaction.acknowledge(tailer, delivery.lease());
                transaction.append(store.queue("out"), record(number));
                transaction.append(store.queue("copy"), record(number));
                if (number % 2 == 0) {
                    prepareAndCommit(store, transaction, number);
                } else {
                    transaction.commit();
                }
                ChildLines.say("moved " + number + " " + System.nanoTime());
            }
        }
    }

    private static void prepareAndCommit(Store store, Transaction transaction, long number) {
        BranchId branch = new BranchId(1, Long.toString(number).getBytes(StandardCharsets.UTF_8), new byte[0]);
        transaction.prepare(branch);
        ChildLines.say("prepared " + number);
        store.commitPrepared(branch);
    }

    private static void check(Path directory, long bootNumber) {
        BootId boot = new BootId(bootNumber, 1);
        try (Store store = Store.open(options(directory, Durability.PROCESS), boot)) {
            for (PreparedTransaction each : store.prepared()) {
                ChildLines.say("pending " + each.branch());
                store.commitPrepared(each.branch());
            }
            for (String queue : new String[] {"in", "out", "copy", "plain", RUNS}) {
                Subscription subscription = store.queue(queue).subscription();
                long depth = subscription.depth();
                store.queue(queue).newAppender().append(record(Integer.MAX_VALUE));
                ChildLines.say("depth " + queue + " " + depth);
                drain(queue, subscription);
                ChildLines.say("left " + queue + " " + subscription.depth());
            }
        }
        ChildLines.say("checked");
    }

    private static void drain(String queue, Subscription subscription) {
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery;
            while ((delivery = tailer.poll()) != null) {
                ChildLines.say("got " + queue + " " + number(delivery.record()));
                tailer.acknowledge(delivery.lease());
            }
        }
    }

    static Record record(long number) {
        Record record = new Record();
        byte[] bytes = payload(number);
        record.buffer().putBytes(record.payloadOffset(), bytes);
        return record.payloadLength(bytes.length);
    }

    private static byte[] payload(long number) {
        // Some lie outside their segment; fewer where sends are fast, for the file system is small.
        long largeOf = number < MANY ? LARGE_OF : LARGE_OF_MANY;
        int repetitions = number % largeOf == 18 ? 60_000 : 1 + (int) (number * 7919 % 800);
        return (number + ";").repeat(repetitions).getBytes(StandardCharsets.UTF_8);
    }

    /** The number of a message, -1 if it is not what was sent. */
    private static long number(RecordView view) {
        byte[] bytes = new byte[view.payloadLength()];
        view.buffer().getBytes(view.payloadOffset(), bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        long number = Long.parseLong(text.substring(0, text.indexOf(';')));
        return Objects.deepEquals(bytes, payload(number)) ? number : -1;
    }
}
