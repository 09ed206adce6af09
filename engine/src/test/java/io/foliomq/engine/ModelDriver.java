package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.engine.ModelRecord.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Does each random operation twice, with the engine and with the model. */
final class ModelDriver implements AutoCloseable {
    private static final int MOST_TAILERS = 4;
    private static final int LIMIT = 60;

    private final Path directory;
    private final Random random;
    private final boolean limited;
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final QueueModel model = new QueueModel();
    private final QueueModel outbox = new QueueModel();
    private final List<ModelTailer> tailers = new ArrayList<>();
    private final Record record = new Record();
    private Store store;
    private ModelChecks checks;
    private String last = "";

    ModelDriver(Path directory, long seed, boolean limited) {
        this.directory = directory;
        this.random = new Random(seed);
        this.limited = limited;
        this.store = open();
        this.checks = new ModelChecks(stored(), model, clock);
        if (limited) {
            store.queue("q").limits(new Limits(LIMIT, 0, OverflowPolicy.DROP_OLDEST, 0));
        }
    }

    private Store open() {
        return Store.open(StoreOptions.at(directory)
                .withSegmentBytes(1 << 20)
                .withSegmentRecords(1 << 10)
                .withDiskReserveBytes(0)
                .withClock(clock::get)
                .withErrorHandler(e -> {
                    throw new AssertionError(e);
                }));
    }

    private StoredDestination stored() {
        return (StoredDestination) store.queue("q");
    }

    String last() {
        return last;
    }

    int appended() {
        return model.size();
    }

    void step() {
        int dice = random.nextInt(100);
        if (dice < 25) {
            did("append");
            for (int i = random.nextInt(12); i >= 0; i--) {
                append();
            }
        } else if (dice < 60) {
            did("poll");
            tailer().ifOpen(ModelTailer::poll);
        } else if (dice < 75) {
            did("acknowledge");
            tailer().settle(random, State.ACKNOWLEDGED);
        } else if (dice < 78) {
            did("discard");
            tailer().settle(random, State.DEAD);
        } else if (dice < 87) {
            did("release");
            tailer().release(random, clock.get());
        } else if (dice < 92) {
            did("clock");
            clock.addAndGet(random.nextInt(40));
        } else {
            seldom(dice);
        }
        checks.check(random);
    }

    private void seldom(int dice) {
        if (dice < 94) {
            did("transaction");
            transaction();
        } else if (dice < 96) {
            did("close tailer");
            tailer().close();
        } else if (dice < 97) {
            did("sweep");
            stored().sweep();
        } else if (dice < 98 && random.nextInt(4) == 0) {
            did("reopen");
            reopen();
        } else {
            did("drain");
            for (int i = 0; i < 40; i++) {
                ModelTailer tailer = tailer();
                tailer.ifOpen(ModelTailer::poll);
                tailer.settle(random, State.ACKNOWLEDGED);
            }
        }
    }

    private void did(String what) {
        last = what;
    }

    /** One at random; some are closed and still have leases. */
    private ModelTailer tailer() {
        tailers.removeIf(ModelTailer::isDone);
        if (tailers.isEmpty() || (tailers.size() < MOST_TAILERS && random.nextInt(5) == 0)) {
            int parity = random.nextInt(4);
            tailers.add(new ModelTailer(store.queue("q").subscription(), model, clock, parity));
        }
        return tailers.get(random.nextInt(tailers.size()));
    }

    private void append() {
        ModelRecord expected = draw();
        if (limited && !makeRoom()) {
            assertThatThrownBy(() -> store.queue("q").newAppender().append(fill(expected)))
                    .isInstanceOf(LimitExceededException.class);
            return;
        }
        store.queue("q").newAppender().append(fill(expected));
        model.append(expected.priority, expected.expiration, expected.deliverAt);
    }

    private ModelRecord draw() {
        int priority = random.nextInt(8) == 0 ? 9 : random.nextInt(8) == 0 ? 0 : 4;
        boolean expires = !limited && random.nextInt(8) == 0;
        boolean delayed = random.nextInt(8) == 0;
        return new ModelRecord(
                model.size(),
                priority,
                expires ? clock.get() + 1 + random.nextInt(60) : 0,
                delayed ? clock.get() + random.nextInt(60) : 0);
    }

    private Record fill(ModelRecord expected) {
        record.clear()
                .priority(expected.priority)
                .expiration(expected.expiration)
                .deliverAt(expected.deliverAt)
                .payloadLength(Integer.BYTES + random.nextInt(1200));
        record.buffer().putInt(record.payloadOffset(), expected.number);
        return record;
    }

    /** What drop-oldest does to the model; {@code false} if there is nothing that could be dropped. */
    private boolean makeRoom() {
        while (model.depth() >= LIMIT) {
            @Nullable ModelRecord oldest = model.oldest(clock.get()).orElse(null);
            if (oldest == null) {
                return false;
            }
            oldest.lease();
            oldest.settle(State.DEAD);
        }
        return true;
    }

    private void transaction() {
        Transaction transaction = store.newTransaction();
        ModelTailer tailer = tailer();
        int appends = random.nextInt(3);
        boolean commit = random.nextBoolean() && (!limited || model.depth() + appends < LIMIT);
        List<ModelRecord> expected = new ArrayList<>();
        for (int i = 0; i < appends; i++) {
            ModelRecord each = new ModelRecord(model.size() + i, 4, 0, 0);
            expected.add(each);
            transaction.append(store.queue("q"), fill(each));
            transaction.append(store.queue("outbox"), fill(each));
        }
        List<ModelRecord> acknowledged = tailer.acknowledgeSome(transaction, random);
        if (commit) {
            transaction.commit();
            expected.forEach(each -> model.append(each.priority, 0, 0));
            expected.forEach(each -> outbox.append(each.priority, 0, 0));
            acknowledged.forEach(tailer::settled);
        } else {
            transaction.rollback();
        }
        assertThat(store.queue("outbox").subscription().depth()).isEqualTo(outbox.depth());
    }

    private void reopen() {
        store.close();
        model.releaseAll();
        tailers.clear();
        store = open();
        checks = new ModelChecks(stored(), model, clock);
    }

    /** Takes everything that is left; then nothing is. */
    void drain() {
        while (!tailers.isEmpty()) {
            tailers.forEach(ModelTailer::releaseAll);
            tailers.forEach(ModelTailer::close);
            tailers.clear();
        }
        clock.addAndGet(1_000);
        ModelTailer tailer = new ModelTailer(store.queue("q").subscription(), model, clock, -1);
        while (tailer.poll()) {
            tailer.settle(random, State.ACKNOWLEDGED);
        }
        tailer.close();
        assertThat(model.depth()).isZero();
        assertThat(store.queue("q").subscription().depth()).isZero();
        assertThat(store.queue("q").subscription().bytes()).isZero();
        stored().sweep();
        Lanes lanes = stored().lanes();
        for (int priority = 0; priority < Lanes.COUNT; priority++) {
            assertThat(lanes.firstSegment(priority))
                    .as("segments that are settled are deleted: priority=%d", priority)
                    .isEqualTo(lanes.lane(priority).currentSegment());
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
