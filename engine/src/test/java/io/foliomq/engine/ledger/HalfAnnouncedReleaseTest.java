package io.foliomq.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Delivery;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process was stopped after it took its place in the ring of releases and before it wrote its word there: what others announce behind it is not seen until it goes on. */
class HalfAnnouncedReleaseTest {
    private static final int RED = 1;

    @TempDir
    Path directory;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private Store store;
    private Tailer tailer;

    @BeforeEach
    void open() {
        store = Store.open(StoreOptions.at(directory).withDiskReserveBytes(0).withClock(clock::get));
        Appender appender = store.queue("q").newAppender();
        for (int number = 1; number <= 2; number++) {
            Record record = new Record();
            record.buffer().putInt(record.payloadOffset(), number);
            appender.append(record.payloadLength(Integer.BYTES).group(RED, false));
        }
        tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        tailer.close();
        store.close();
    }

    private void takeAPlaceInTheRing() {
        Path path = directory.resolve("queues/q/subscriptions/queue/subscription");
        try (MappedFile file = MappedFile.open(path, FileKind.SUBSCRIPTION, null)) {
            file.buffer().getAndAddLong(SubscriptionDescriptor.RELEASE_TAIL_OFFSET, 1);
        }
    }

    private @Nullable Integer poll() {
        Delivery delivery = tailer.poll();
        return delivery == null
                ? null
                : delivery.record().buffer().getInt(delivery.record().payloadOffset());
    }

    private long takeFirst() {
        Delivery delivery = tailer.poll();
        assertThat(delivery).isNotNull();
        return delivery.lease();
    }

    @Test
    void shouldKeepTheOrderOfAGroup() {
        long first = takeFirst();
        takeAPlaceInTheRing();
        tailer.release(first, true, 0);

        assertThat(poll()).isEqualTo(1);
        assertThat(poll()).isEqualTo(2);
    }

    @Test
    void shouldKeepAGroupWaitingForWhatIsDueLater() {
        long first = takeFirst();
        takeAPlaceInTheRing();
        tailer.release(first, true, clock.get() + 100);

        assertThat(poll()).isNull();
    }
}
