package io.foliomq.engine.crash;

import io.foliomq.engine.BranchId;
import io.foliomq.engine.Durability;
import io.foliomq.engine.LimitExceededException;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.SubscriptionOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.Transaction;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.engine.testing.CrashAt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A process that works on a store as it is told, says {@code error …} when something is not as it must be, and can be made to stop at a {@link CrashPoint}. */
public final class WorkingChild {
    private static final int WARM_STEPS = 50;
    private static final String LEVEL = "foliomq.crash.level";

    private final Durability level;
    private final Store store;
    private final Path file;
    private final Notes notes;
    private final Random random;
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean going = true;
    private final Patience patience = new Patience();
    private final AtomicLong steps = new AtomicLong();
    private long pauseNanos;

    private WorkingChild(Path directory, Path notes, long seed) {
        this.level = Durability.valueOf(System.getProperty(LEVEL, "PROCESS"));
        this.store = Store.open(options(directory, level));
        this.file = notes;
        this.notes = new Notes(notes);
        this.random = new Random(seed);
    }

    static StoreOptions options(Path directory) {
        return options(directory, Durability.PROCESS);
    }

    static StoreOptions options(Path directory, Durability level) {
        return StoreOptions.at(directory)
                .withDurability(level)
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10)
                .withDiskReserveBytes(0)
                .withSendTimeoutMillis(60_000)
                .withErrorHandler(WorkingChild::complain);
    }

    /** Starts a child that is attached and has said so. */
    static ChildJvm start(Path directory, Path notes, long seed) {
        ChildJvm child = launch(directory, notes, seed);
        child.await("attached");
        return child;
    }

    /** Starts a child in which these points are armed before it attaches. */
    static ChildJvm launch(Path directory, Path notes, long seed, String... armed) {
        return launch(Durability.PROCESS, directory, notes, seed, armed);
    }

    /** The same, of whose store all that it does has this level. */
    static ChildJvm launch(Durability level, Path directory, Path notes, long seed, String... armed) {
        List<String> arguments = new ArrayList<>(List.of(directory.toString(), notes.toString(), Long.toString(seed)));
        arguments.addAll(List.of(armed));
        List<String> options = new ArrayList<>(CrashAt.OPTIONS);
        options.add("-D" + LEVEL + "=" + level);
        return ChildJvm.start(options, WorkingChild.class, arguments.toArray(String[]::new));
    }

    private static void complain(Throwable failure) {
        StringBuilder text = new StringBuilder("error " + failure);
        for (Throwable t = failure; t != null; t = t.getCause()) {
            text.append(" | ").append(t);
            for (StackTraceElement each : t.getStackTrace()) {
                if (each.getClassName().startsWith("io.foliomq")) {
                    text.append(" < ").append(each.getFileName()).append(':').append(each.getLineNumber());
                }
            }
        }
        ChildLines.say(text.toString().replace('\n', ' '));
    }

    private Object answer(String[] words) {
        switch (words[0]) {
            case "work":
                for (int i = 1; i < words.length; i++) {
                    work(words[i]);
                }
                return "started";
            case "arm":
                CrashAt.arm(CrashPoint.valueOf(words[1]), Integer.parseInt(words[2]));
                return "armed";
            case "freeze":
                CrashAt.freeze();
                return "set";
            case "disarm":
                CrashAt.disarm();
                return "disarmed";
            case "pace":
                pauseNanos = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(words[1]));
                return "set";
            case "warm":
                return warm();
            case "patience":
                patience.beEndless();
                return "endless";
            case "refusals":
                return patience.refusals();
            case "standing":
                return standing();
            case "depth":
                return store.queue(words[1]).subscription().depth();
            case "stop":
                return stop();
            default:
                return single(words);
        }
    }

    private Object single(String[] words) {
        switch (words[0]) {
            case "lease":
                Tailer tailer = store.queue(words[1]).subscription().openTailer(TailerOptions.DEFAULT);
                return tailer.poll() != null;
            case "subscribe":
                store.topic(words[1])
                        .subscribe(new SubscriptionOptions(words[2], false, ""))
                        .openTailer(TailerOptions.DEFAULT);
                return "subscribed";
            case "append":
                // It may be stopped in the middle.
                run("append", () -> append(words[1], Integer.parseInt(words[2])));
                return "started";
            case "prepare":
                // It may be stopped in the middle.
                run("prepare", () -> prepare(words[1], Integer.parseInt(words[2])));
                return "started";
            case "commit":
                // It may be stopped in the middle.
                int messages = words.length > 3 ? Integer.parseInt(words[3]) : 1;
                run("commit", () -> commit(words[1], Integer.parseInt(words[2]), messages));
                return "started";
            default:
                throw new IllegalArgumentException("no such command: " + words[0]);
        }
    }

    private void append(String queue, int number) {
        Record record = new Record();
        record.buffer().putInt(record.payloadOffset(), number);
        store.queue(queue).newAppender().append(record.payloadLength(Integer.BYTES));
        ChildLines.say("appended " + number);
    }

    private void commit(String queue, int number, int messages) {
        Record record = new Record();
        Transaction transaction = store.newTransaction();
        for (int i = 0; i < messages; i++) {
            record.buffer().putInt(record.payloadOffset(), number + i);
            transaction.append(store.queue(queue), record.payloadLength(Integer.BYTES));
        }
        transaction.commit();
        ChildLines.say("committed " + number);
    }

    /** Sends a message to a queue, takes it, and prepares to acknowledge it. */
    private void prepare(String queue, int number) {
        append(queue, number);
        try (Tailer tailer = store.queue(queue).subscription().openTailer(TailerOptions.DEFAULT)) {
            Transaction transaction = store.newTransaction();
            transaction.acknowledge(
                    tailer, Objects.requireNonNull(tailer.poll()).lease());
            transaction.prepare(new BranchId(2, new byte[] {(byte) number}, new byte[0]));
        }
        ChildLines.say("prepared " + number);
    }

    private void work(String role) {
        Workload workload =
                new Workload(store, level, notes, new Random(random.nextLong()), () -> going, this::stepped, patience);
        Churn churn = new Churn(store, new Random(random.nextLong()), () -> going, patience);
        Runnable task = switch (role) {
            case "produce" -> workload::produce;
            case "move" -> workload::move;
            case "consume" -> workload::consume;
            case "decide" -> workload::decide;
            case "subscribe" -> churn::churnSubscriptions;
            case "churn" -> churn::churnQueue;
            case "stick" -> new Stuck(store, file, random.nextLong(), () -> going, patience)::stick;
            default -> throw new IllegalArgumentException("no such role: " + role);
        };
        run(role, task);
    }

    private void run(String name, Runnable task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) {
                        complain(e);
                    }
                },
                name);
        workers.add(thread);
        thread.start();
    }

    private void stepped() {
        steps.incrementAndGet();
        if (pauseNanos > 0) {
            LockSupport.parkNanos(pauseNanos);
        }
    }

    /** Where everybody is, for whoever wonders why nothing goes on. */
    private Object standing() {
        StringBuilder text = new StringBuilder("refused last: " + patience.last());
        for (Thread each : workers) {
            text.append(" | ").append(each.getName()).append(' ').append(List.of(each.getStackTrace()));
        }
        return text.toString().replace('\n', ' ');
    }

    private Object warm() {
        while (steps.get() < WARM_STEPS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return "warm";
    }

    private Object stop() {
        going = false;
        for (Thread each : workers) {
            try {
                each.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        store.close();
        return "stopped";
    }

    public static void main(String[] arguments) throws IOException {
        for (int i = 3; i < arguments.length; i++) {
            CrashAt.arm(CrashPoint.valueOf(arguments[i]), 1);
        }
        WorkingChild child;
        try {
            child = new WorkingChild(Path.of(arguments[0]), Path.of(arguments[1]), Long.parseLong(arguments[2]));
        } catch (LimitExceededException e) {
            ChildLines.say("refused " + e.getMessage());
            return;
        }
        ChildLines.say("attached");
        ChildLines.answer(child::answer);
    }
}
