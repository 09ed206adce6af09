package io.foliomq.engine.crash;

import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.SubscriptionOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.engine.testing.CrashAt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A process that works on a store as it is told, says {@code error …} when something is not as it must be, and can be made to stop at a {@link CrashPoint}. */
public final class WorkingChild {
    private final Store store;
    private final Notes notes;
    private final Random random;
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean going = true;

    private WorkingChild(Path directory, Path notes, long seed) {
        this.store = Store.open(options(directory));
        this.notes = new Notes(notes);
        this.random = new Random(seed);
    }

    static StoreOptions options(Path directory) {
        return StoreOptions.at(directory)
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10)
                .withDiskReserveBytes(0)
                .withSendTimeoutMillis(60_000)
                .withErrorHandler(WorkingChild::complain);
    }

    /** Starts a child that is attached and has said so. */
    static ChildJvm start(Path directory, Path notes, long seed) {
        ChildJvm child = ChildJvm.start(
                CrashAt.OPTIONS, WorkingChild.class, directory.toString(), notes.toString(), Long.toString(seed));
        child.await("attached");
        return child;
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
            case "disarm":
                CrashAt.disarm();
                return "disarmed";
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

    private void work(String role) {
        Workload workload = new Workload(store, notes, new Random(random.nextLong()), () -> going);
        Churn churn = new Churn(store, new Random(random.nextLong()), () -> going);
        Runnable task = switch (role) {
            case "produce" -> workload::produce;
            case "move" -> workload::move;
            case "consume" -> workload::consume;
            case "subscribe" -> churn::churnSubscriptions;
            case "churn" -> churn::churnQueue;
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
        WorkingChild child =
                new WorkingChild(Path.of(arguments[0]), Path.of(arguments[1]), Long.parseLong(arguments[2]));
        ChildLines.say("attached");
        ChildLines.answer(child::answer);
    }
}
