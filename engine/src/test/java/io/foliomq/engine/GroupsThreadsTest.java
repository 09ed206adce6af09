package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that change hands all the time, between threads that come and go. */
class GroupsThreadsTest {
    private static final int GROUPS = 8;
    private static final int EACH = Integer.getInteger("foliomq.groups.each", 400);
    private static final int THREADS = 4;
    private static final int DEEPEST = 100;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    @TempDir
    Path directory;

    private final AtomicIntegerArray next = new AtomicIntegerArray(GROUPS);
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void shouldKeepEachGroupInOrderWhileTailersComeAndGo() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS + 1);
        try (Store store =
                Store.open(StoreOptions.at(directory).withSegmentBytes(1 << 20).withDiskReserveBytes(0))) {
            Destination queue = store.queue("q");
            List<Future<Void>> running = new ArrayList<>();
            running.add(executor.submit(() -> send(queue)));
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(thread);
                Callable<Void> reader = () -> read(queue.subscription(), random);
                running.add(executor.submit(reader));
            }
            for (Future<Void> each : running) {
                each.get(120, TimeUnit.SECONDS);
            }
            assertThat(queue.subscription().depth()).isZero();
        } finally {
            executor.shutdownNow();
        }
    }

    private Void send(Destination queue) {
        Appender appender = queue.newAppender();
        Record record = new Record();
        for (int number = 0; number < EACH; number++) {
            while (queue.subscription().depth() > DEEPEST) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            for (int group = 0; group < GROUPS; group++) {
                record.clear().group(1 + group, number % 5 == 4).payloadLength(2 * Integer.BYTES);
                record.buffer().putInt(record.payloadOffset(), group);
                record.buffer().putInt(record.payloadOffset() + Integer.BYTES, number);
                appender.append(record);
            }
        }
        return null;
    }

    private Void read(Subscription subscription, Random random) {
        while (done.get() < GROUPS * EACH) {
            TailerOptions.Groups policy =
                    random.nextInt(4) == 0 ? TailerOptions.Groups.SPREAD : TailerOptions.Groups.TAKE;
            try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT.withGroups(policy))) {
                for (int left = random.nextInt(200); left > 0 && done.get() < GROUPS * EACH; left--) {
                    Delivery delivery = tailer.poll(TimeUnit.MILLISECONDS.toNanos(2));
                    if (delivery != null) {
                        end(tailer, delivery, random.nextInt(10));
                    }
                }
            }
        }
        return null;
    }

    private void end(Tailer tailer, Delivery delivery, int dice) {
        RecordView record = delivery.record();
        int group = record.buffer().getInt(record.payloadOffset());
        int number = record.buffer().getInt(record.payloadOffset() + Integer.BYTES);
        if (next.get(group) != number) {
            throw new AssertionError("group=" + group + ", next=" + next.get(group) + ", got=" + number);
        }
        if (dice == 0) {
            tailer.release(delivery.lease(), true, 0);
        } else if (dice == 1) {
            tailer.release(delivery.lease(), true, System.currentTimeMillis() + 2);
        } else {
            next.set(group, number + 1);
            done.incrementAndGet();
            tailer.acknowledge(delivery.lease());
        }
    }
}
