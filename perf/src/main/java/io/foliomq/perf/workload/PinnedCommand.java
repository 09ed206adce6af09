package io.foliomq.perf.workload;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Delivery;
import io.foliomq.engine.Destination;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.perf.measure.Counts;
import io.foliomq.perf.measure.StoresPlace;
import io.foliomq.perf.measure.Workspace;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One consumer never acknowledges the first message, nor one of so many behind it; another works through all the others. */
@Command(
        name = "pinned",
        mixinStandardHelpOptions = true,
        description =
                "Disk that is held when one message at the front stays unacknowledged, or one of so many, and others flow past.")
public final class PinnedCommand implements Runnable {
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int BATCH = 1_000;

    @Option(
            names = "--bytes",
            defaultValue = "1G",
            converter = Counts.class,
            description = "how many flow past (default: 1G)")
    long bytes;

    @Option(names = "--size", defaultValue = "1000", description = "bytes of a message, 8..1048576 (default: 1000)")
    int size;

    @Option(
            names = "--stuck-of",
            defaultValue = "0",
            description = "one of so many stays unacknowledged; 0: the first alone (default: 0)")
    int stuckOf;

    @Mixin
    StoresPlace stores = new StoresPlace();

    @Override
    public void run() {
        if (stuckOf < 0) {
            throw new IllegalArgumentException("--stuck-of: value=" + stuckOf + ", accepted=0 or more");
        }
        Record message = Messages.ofSize(size);
        try (Workspace workspace = Workspace.in(stores.directory());
                Store store = Store.open(StoreOptions.at(workspace.path()))) {
            Destination queue = store.queue(Messages.QUEUE);
            Appender appender = queue.newAppender();
            appender.append(message);
            try (Tailer stuck = queue.subscription().openTailer(TailerOptions.DEFAULT);
                    Tailer worker = queue.subscription().openTailer(TailerOptions.DEFAULT)) {
                Delivery pinned = take(stuck);
                long lease = pinned.lease();
                long most = flow(workspace, appender, worker, message);
                await(workspace);
                System.out.printf(
                        "pinned: %,d messages of %d B flowed past %s unacknowledged%n",
                        bytes / size,
                        size,
                        worker.leases() == 0 ? "one that is" : "%,d that are".formatted(1 + worker.leases()));
                print(workspace, "most held meanwhile", most);
                print(workspace, "held at the end", workspace.diskBytes());
                stuck.acknowledge(lease);
            }
        }
    }

    private long flow(Workspace workspace, Appender appender, Tailer worker, Record message) {
        long most = 0;
        long count = bytes / size;
        long step = Math.max(1, count / BATCH / 20);
        for (long batch = 0; batch * BATCH < count; batch++) {
            long in = Math.min(BATCH, count - batch * BATCH);
            for (long i = 0; i < in; i++) {
                appender.append(message);
            }
            for (long i = 0; i < in; i++) {
                long lease = take(worker).lease();
                if (stuckOf == 0 || (batch * BATCH + i) % stuckOf != 0) {
                    worker.acknowledge(lease);
                }
            }
            if (batch % step == 0) {
                most = Math.max(most, workspace.diskBytes());
            }
        }
        return most;
    }

    private static Delivery take(Tailer tailer) {
        Delivery delivery = tailer.poll(TimeUnit.SECONDS.toNanos(30));
        if (delivery == null) {
            throw new IllegalStateException("no message: queue=" + Messages.QUEUE);
        }
        return delivery;
    }

    /** Until what is deleted in the background is gone: as long as the disk held still shrinks, and a while longer. */
    private static void await(Workspace workspace) {
        long held = workspace.diskBytes();
        long since = System.nanoTime();
        while (System.nanoTime() - since < SETTLE_NANOS) {
            pause();
            long now = workspace.diskBytes();
            if (now < held) {
                since = System.nanoTime();
            }
            held = now;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for files to go", e);
        }
    }

    private static void print(Workspace workspace, String what, long held) {
        System.out.printf(
                "%-22s %,8.1f MB on disk%s%n",
                what,
                held / 1e6,
                what.endsWith("end")
                        ? ", log segments: " + workspace.files(".cq4").size() + ", preallocated: "
                                + workspace.files(".precreated").size() + ", ledgers: "
                                + workspace.files(".ledger").size()
                        : "");
    }
}
