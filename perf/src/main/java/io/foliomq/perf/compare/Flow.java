package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Receiver;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.Tallies;
import io.foliomq.perf.measure.ThisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Senders and receivers on threads of their own. Senders hold back while too much is under way, so that the figure is what goes
 * through and not what heaps up. At the end everything that was sent must have been received, once.
 */
final class Flow {
    private static final long MOST_UNDER_WAY = 20_000;
    private static final long MOST_BYTES_UNDER_WAY = 32 << 20;
    private static final int LOOK_EVERY = 64;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Cell cell;
    private final Setup setup;
    private final Duration duration;
    private final Tallies sent;
    private final Tallies received;
    private final long mostUnderWay;
    private final int batch;
    private final boolean hasReceivers;
    private final List<Thread> senderThreads = new CopyOnWriteArrayList<>();
    private final List<Thread> receiverThreads = new CopyOnWriteArrayList<>();
    private volatile boolean sending = true;
    private volatile boolean receiving = true;

    Flow(Cell cell, Path directory, Duration duration) {
        this.cell = cell;
        this.setup = cell.setup(directory);
        this.duration = duration;
        this.sent = new Tallies(cell.senders());
        this.received = new Tallies(cell.receivers());
        this.batch = cell.batch();
        this.hasReceivers = cell.receivers() > 0;
        long batches = 2L * batch * (cell.senders() + cell.receivers());
        this.mostUnderWay =
                Math.max(batches, Math.min(MOST_UNDER_WAY, Math.max(LOOK_EVERY, MOST_BYTES_UNDER_WAY / cell.size())));
    }

    Figures play() {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<AutoCloseable> ends = new ArrayList<>();
        try {
            List<Future<?>> receivers = startReceivers(threads, ends);
            List<Future<?>> senders = startSenders(threads, ends);
            pause(duration.warmSeconds(), senders, receivers);
            Figures figures = measure(senders, receivers);
            sending = false;
            await(senders);
            drain(receivers);
            receiving = false;
            await(receivers);
            verify();
            return figures;
        } finally {
            sending = false;
            receiving = false;
            threads.shutdownNow();
            ends.forEach(Flow::close);
        }
    }

    private List<Future<?>> startReceivers(ExecutorService threads, List<AutoCloseable> ends) {
        Contender contender = cell.contender();
        List<Future<?>> started = new ArrayList<>();
        for (int i = 0; i < cell.receivers(); i++) {
            int number = i;
            Receiver receiver = contender.openReceiver(setup, number);
            ends.add(0, receiver);
            started.add(threads.submit(() -> receive(receiver, number)));
        }
        return started;
    }

    private List<Future<?>> startSenders(ExecutorService threads, List<AutoCloseable> ends) {
        List<Future<?>> started = new ArrayList<>();
        for (int i = 0; i < cell.senders(); i++) {
            int number = i;
            Sender sender = cell.contender().openSender(setup);
            ends.add(0, sender);
            started.add(threads.submit(() -> send(sender, number)));
        }
        return started;
    }

    private void send(Sender sender, int number) {
        senderThreads.add(Thread.currentThread());
        long count = 0;
        while (sending || count % batch != 0) {
            if (count % LOOK_EVERY == 0) {
                awaitRoom();
            }
            sender.send(count);
            sent.set(number, ++count);
        }
    }

    private void awaitRoom() {
        while (sending && hasReceivers && underWay() > mostUnderWay) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void receive(Receiver receiver, int number) {
        receiverThreads.add(Thread.currentThread());
        long count = 0;
        while (receiving) {
            if (receiver.receive(SLICE_NANOS) != Receiver.NOTHING) {
                received.set(number, ++count);
            }
        }
    }

    private long underWay() {
        return sent.sum() - (cell.topic() ? received.least() : received.sum());
    }

    private Figures measure(List<Future<?>> senders, List<Future<?>> receivers) {
        long messages = through();
        long cpu = ThisProcess.cpuNanos();
        long senderCpu = ThisProcess.cpuNanosOf(senderThreads);
        long receiverCpu = ThisProcess.cpuNanosOf(receiverThreads);
        long allocated = ThisProcess.allocatedBytesOfAll();
        long start = System.nanoTime();
        pause(duration.seconds(), senders, receivers);
        long nanos = System.nanoTime() - start;
        double count = Math.max(1, through() - messages);
        return new Figures()
                .with(Figure.SEND_CPU_NANOS, (ThisProcess.cpuNanosOf(senderThreads) - senderCpu) / count)
                .with(Figure.RECEIVE_CPU_NANOS, (ThisProcess.cpuNanosOf(receiverThreads) - receiverCpu) / count)
                .with(Figure.PER_SECOND, count * 1e9 / nanos)
                .with(Figure.CPU_NANOS, (ThisProcess.cpuNanos() - cpu) / count)
                .with(Figure.HEAP_ALLOCATED, (ThisProcess.allocatedBytesOfAll() - allocated) / count);
    }

    /** Messages that came through; on a topic, that came through to all. */
    private long through() {
        if (!hasReceivers) {
            return sent.sum();
        }
        return cell.topic() ? received.sum() / cell.receivers() : received.sum();
    }

    private static void pause(double seconds, List<Future<?>> senders, List<Future<?>> receivers) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, SLICE_NANOS));
            failIfEnded(senders);
            failIfEnded(receivers);
        }
    }

    private static void failIfEnded(List<Future<?>> threads) {
        for (Future<?> thread : threads) {
            if (thread.isDone()) {
                await(List.of(thread));
            }
        }
    }

    private void drain(List<Future<?>> receivers) {
        long start = System.nanoTime();
        while (hasReceivers && underWay() > 0 && System.nanoTime() - start < PATIENCE_NANOS) {
            LockSupport.parkNanos(SLICE_NANOS);
            failIfEnded(receivers);
        }
    }

    private void verify() {
        long expected = sent.sum() * (cell.topic() ? cell.receivers() : 1);
        if (hasReceivers && received.sum() != expected) {
            throw new IllegalStateException("messages are missing or doubled: cell=" + cell.toLine() + ", expected="
                    + expected + ", received=" + received.sum());
        }
    }

    private static void await(List<Future<?>> threads) {
        for (Future<?> thread : threads) {
            try {
                thread.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("sender or receiver failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private static void close(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            System.err.println("does not close: cause=" + e);
        }
    }
}
