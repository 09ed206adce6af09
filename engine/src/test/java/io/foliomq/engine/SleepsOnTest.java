package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SleepsOnTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void shouldStayMarkedIfItIsWokenInVain() throws InterruptedException {
        try (Store store =
                Store.open(StoreOptions.at(directory).withSegmentBytes(1 << 20).withDiskReserveBytes(0))) {
            StoredDestination queue = (StoredDestination) store.queue("q");
            Waiter waiter = new Waiter(WaitPolicy.ECONOMY, SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE);
            Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT.withWaiter(waiter));
            Thread sleeper = new Thread(() -> tailer.poll(Long.MAX_VALUE));
            sleeper.start();
            await().atMost(PATIENCE)
                    .until(() -> waiter.isAsleep() && !queue.file().sleepers().isEmpty());
            for (int i = 0; i < 100; i++) {
                queue.wake();
                // It looks by itself once a second, and marks itself then.
                assertThat(queue.file().sleepers().isEmpty() && waiter.isAsleep())
                        .isFalse();
            }
            queue.newAppender().append(Texts.text("x"));
            sleeper.join(PATIENCE.toMillis());
            assertThat(sleeper.isAlive()).isFalse();
        }
    }
}
