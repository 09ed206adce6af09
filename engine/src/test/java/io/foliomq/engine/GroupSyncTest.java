package io.foliomq.engine;

import static org.awaitility.Awaitility.await;

import io.foliomq.engine.log.LaneFile;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At GROUP the interval between syncs is a promise, whatever else there is to do in the background. */
class GroupSyncTest {
    @TempDir
    Path directory;

    @Test
    void shouldSyncWhileTheHousekeeperIsBusy() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        StoreOptions options =
                StoreOptions.at(directory).withDurability(Durability.GROUP).withGroupMillis(1);
        try (Store store = Store.open(options)) {
            Destination queue = store.queue("q");
            ((StoredDestination) queue).root().housekeeper().retry(() -> {
                busy.countDown();
                awaitUninterruptibly(done);
            });
            busy.await();
            try {
                queue.newAppender().append(new Record().payloadLength(1));
                await().until(() -> LaneFile.synced(directory.resolve("queues/q/log/p4")) == 1);
            } finally {
                done.countDown();
            }
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
