package io.foliomq.jms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.IllegalStateException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Checklist({12, 28})
class TurnTest {
    private final ExecutorService first = Executors.newSingleThreadExecutor();
    private final ExecutorService second = Executors.newSingleThreadExecutor();
    private final Busy one = new Busy();
    private final Busy other = new Busy();

    private static final class Busy {
        final ReentrantLock lock = new ReentrantLock();
        final Turn turn = new Turn(lock, lock.newCondition());

        void begin(Object owner) {
            lock.lock();
            try {
                turn.bind();
                turn.due();
                turn.begin(owner);
            } finally {
                lock.unlock();
            }
        }

        void end() {
            lock.lock();
            try {
                turn.end();
            } finally {
                lock.unlock();
            }
        }
    }

    @AfterEach
    void shutDown() {
        first.shutdownNow();
        second.shutdownNow();
    }

    @Test
    void shouldNotWaitForItself() throws Exception {
        first.submit(() -> {
                    one.begin("a");
                    one.turn.awaitIdle();
                    return null;
                })
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldWaitUntilTheCallbackReturns() throws Exception {
        first.submit(() -> one.begin("a")).get();
        Future<?> waiting = second.submit(() -> {
            one.turn.awaitIdle();
            return null;
        });
        assertThat(waiting.isDone()).isFalse();
        first.submit(one::end).get();
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldWaitForCallbacksOfOneOwnerAlone() throws Exception {
        first.submit(() -> one.begin("a")).get();
        one.turn.awaitIdle("b");
    }

    @Test
    void shouldRefuseToCloseACircle() throws Exception {
        CountDownLatch bothBusy = new CountDownLatch(2);
        Future<?> oneWaits = first.submit(() -> waitFor(one, other, bothBusy));
        Future<?> otherWaits = second.submit(() -> waitFor(other, one, bothBusy));
        assertThat(refused(oneWaits) + refused(otherWaits)).isEqualTo(1);
    }

    private static Void waitFor(Busy mine, Busy theirs, CountDownLatch bothBusy) throws Exception {
        mine.begin("a");
        bothBusy.countDown();
        bothBusy.await();
        try {
            theirs.turn.awaitIdle();
        } finally {
            mine.end();
        }
        return null;
    }

    private static int refused(Future<?> waiting) throws Exception {
        try {
            waiting.get(10, TimeUnit.SECONDS);
            return 0;
        } catch (ExecutionException e) {
            assertThatThrownBy(() -> {
                        throw e.getCause();
                    })
                    .isInstanceOf(IllegalStateException.class);
            return 1;
        }
    }
}
