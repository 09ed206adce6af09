package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.ModelRecord.State;
import io.foliomq.engine.ledger.LedgerSegment;
import io.foliomq.engine.ledger.Slot;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Whether model and engine agree. */
final class ModelChecks {
    private final StoredDestination queue;
    private final QueueModel model;
    private final AtomicLong clock;

    ModelChecks(StoredDestination queue, QueueModel model, AtomicLong clock) {
        this.queue = queue;
        this.model = model;
        this.clock = clock;
    }

    void check(Random random) {
        Subscription subscription = queue.subscription();
        assertThat(subscription.depth()).as("depth").isBetween(model.leastDepth(clock.get()), model.depth());
        assertThat(subscription.leased()).as("leased").isEqualTo(model.leased());
        if (model.size() > 0) {
            checkSlot(model.record(random.nextInt(model.size())));
        }
        if (random.nextInt(50) == 0) {
            model.all().forEach(this::checkSlot);
            checkCursors();
            checkBrowser();
        }
    }

    private void checkSlot(ModelRecord record) {
        Lane lane = queue.lanes().lane(record.priority);
        int sequence = model.sequence(record);
        long segment = lane.segmentOf(sequence);
        LedgerSegment slots =
                segment == 0 ? null : queue.subscription().ledger().acquire(record.priority, segment);
        if (slots == null) {
            assertThat(record.isSettled() || record.isExpired(clock.get()))
                    .as("deleted: %s", record)
                    .isTrue();
            return;
        }
        long slot = slots.get(sequence);
        slots.release();
        SlotState state = Slot.state(slot);
        if (state == SlotState.DEAD && record.isWaiting() && record.isExpired(clock.get())) {
            return;
        }
        if (state == SlotState.DEFERRED && record.state == State.READY) {
            assertThat(Slot.dueMs(slot)).as("%s", record).isEqualTo(record.deliverAt);
        } else {
            assertThat(state.name()).as("%s", record).isEqualTo(record.state.name());
        }
        assertThat(Slot.count(slot)).as("%s", record).isEqualTo(record.count);
        if (record.state == State.DEFERRED) {
            assertThat(Slot.dueMs(slot)).as("%s", record).isEqualTo(record.due);
        }
    }

    private void checkCursors() {
        int[] sequences = new int[Lanes.COUNT];
        for (ModelRecord record : model.all()) {
            long cursor = queue.subscription().ledger().cursor(record.priority);
            if (sequences[record.priority]++ < cursor) {
                assertThat(record.isSettled() || record.isExpired(clock.get()))
                        .as("below the cursor: %s, cursor=%d", record, cursor)
                        .isTrue();
            }
        }
    }

    private void checkBrowser() {
        List<Integer> seen = new ArrayList<>();
        try (Browser browser = queue.subscription().browse(null)) {
            RecordView view;
            while ((view = browser.next()) != null) {
                seen.add(Objects.requireNonNull(view).buffer().getInt(view.payloadOffset()));
            }
        }
        assertThat(seen).as("browsed").isEqualTo(model.visible(clock.get()));
    }
}
