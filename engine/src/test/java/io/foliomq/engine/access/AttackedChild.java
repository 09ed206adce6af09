package io.foliomq.engine.access;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.engine.testing.Footprint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A process that somebody means no good: it consumes the queue "attacked", whose messages are the nano time of their sending, sleeps whenever there is none, and tells how it fares.
 */
public final class AttackedChild {
    static final String QUEUE = "attacked";

    private final AtomicReference<Histogram> latency = new AtomicReference<>(new ConcurrentHistogram(3));
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicReference<String> lastError = new AtomicReference<>("none");
    private final Store store;

    private AttackedChild(Path directory, boolean consumes) {
        store = Store.open(StoreOptions.at(directory)
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0)
                .withErrorHandler(this::report));
        if (consumes) {
            Thread consumer = new Thread(this::consume, "consumer");
            consumer.setDaemon(true);
            consumer.start();
        }
    }

    private void report(Throwable error) {
        errors.incrementAndGet();
        lastError.set(error.toString().replace('\n', ' '));
    }

    private void consume() {
        while (true) {
            try (Tailer tailer = store.queue(QUEUE).subscription().openTailer(TailerOptions.DEFAULT)) {
                tailer.waitOn(store.newWaiter(WaitPolicy.ECONOMY));
                while (true) {
                    Delivery delivery = tailer.poll(Long.MAX_VALUE);
                    if (delivery != null) {
                        long sent = delivery.record()
                                .buffer()
                                .getLong(delivery.record().payloadOffset());
                        tailer.acknowledge(delivery.lease());
                        latency.get().recordValue(Math.max(0, System.nanoTime() - sent));
                    }
                }
            } catch (RuntimeException | Error e) {
                report(e);
                e.printStackTrace();
            }
        }
    }

    private Object answer(String[] words) {
        return switch (words[0]) {
            case "count" -> latency.get().getTotalCount();
            case "latency" -> {
                Histogram taken = latency.getAndSet(new ConcurrentHistogram(3));
                yield taken.getValueAtPercentile(50) / 1_000 + " " + taken.getValueAtPercentile(99) / 1_000 + " "
                        + taken.getMaxValue() / 1_000;
            }
            case "footprint" -> Footprint.ofThisProcess();
            case "cpuMs" -> cpuMs();
            case "errors" -> errors.get() + " " + lastError.get();
            case "queue" -> {
                store.queue(words[1]).subscription().depth();
                yield "made";
            }
            case "close" -> {
                store.close();
                yield "done";
            }
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        };
    }

    private static long cpuMs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1_000_000;
    }

    public static void main(String[] arguments) throws IOException {
        AttackedChild child = new AttackedChild(Path.of(arguments[0]), arguments.length == 1);
        ChildLines.say("attached");
        ChildLines.answer(child::answer);
    }
}
