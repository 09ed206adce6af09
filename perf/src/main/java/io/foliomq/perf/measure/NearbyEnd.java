package io.foliomq.perf.measure;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Receiver;
import io.foliomq.perf.contender.Setup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

final class NearbyEnd implements FarEnd {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "receiver"));
    private final Receiver receiver;
    private @Nullable Future<Tally> phase;

    NearbyEnd(Contender contender, Setup setup) {
        receiver = await(thread.submit(() -> contender.openReceiver(setup)));
    }

    @Override
    public void begin(boolean timed) {
        CountDownLatch listening = new CountDownLatch(1);
        phase = thread.submit(() -> {
            Phase next = new Phase(receiver, timed);
            listening.countDown();
            return next.run();
        });
        try {
            listening.await();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public Tally finish() {
        Future<Tally> current = phase;
        if (current == null) {
            throw new IllegalStateException("no phase has begun");
        }
        return await(current);
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public void close() {
        try {
            await(thread.submit(receiver::close, true));
        } finally {
            thread.shutdownNow();
        }
    }

    private static <T> T await(Future<T> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("receiver failed", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the receiver", e);
    }
}
