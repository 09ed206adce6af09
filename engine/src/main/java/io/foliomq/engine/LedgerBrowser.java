package io.foliomq.engine;

import io.foliomq.engine.ledger.Slot;
import io.foliomq.engine.ledger.SlotState;
import io.foliomq.engine.log.Lane;
import io.foliomq.engine.storage.StoreFault;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A browser on a ledger. Sees what is appended while it goes, within the priority that it has reached. */
final class LedgerBrowser extends Browser {
    private final StoredSubscription subscription;
    private final @Nullable RecordFilter filter;
    private final RecordReader reader;
    private final RecordView view = new RecordView();
    private int priority = Lanes.COUNT;
    private @Nullable Lane lane;
    private @Nullable LanePlace place;
    private long position;
    private int deliveryCount;
    private boolean closed;

    LedgerBrowser(StoredSubscription subscription, @Nullable RecordFilter filter) {
        this.subscription = subscription;
        this.filter = filter;
        this.reader = new RecordReader(subscription.destination().largeBodies());
    }

    @Override
    public @Nullable RecordView next() {
        try {
            if (closed) {
                throw new StoreFault(
                        StoreFault.Kind.CLOSED,
                        "browser is closed: destination="
                                + subscription.destination().name());
            }
            while (true) {
                Lane current = lane;
                if (current != null && find(current)) {
                    return view;
                }
                if (priority <= 0) {
                    return null;
                }
                openLane(--priority);
            }
        } catch (StoreFault e) {
            throw EngineException.of(e);
        }
    }

    private void openLane(int next) {
        closePlace();
        lane = subscription.destination().lanes().existing(next);
        if (lane != null) {
            place = new LanePlace(next, lane, subscription.ledger());
            position = subscription.ledger().cursor(next);
        }
    }

    private boolean find(Lane current) {
        LanePlace at = Objects.requireNonNull(place);
        while (position < current.appended()) {
            if (!at.moveTo(position)) {
                position = Math.min(at.end(), current.appended());
                continue;
            }
            long sequence = position++;
            if (isVisible(at, sequence) && (filter == null || filter.matches(view))) {
                return true;
            }
        }
        return false;
    }

    private boolean isVisible(LanePlace at, long sequence) {
        long slot = at.slots().get(sequence);
        SlotState state = Slot.state(slot);
        long now = subscription.destination().tailerEnvironment().nowMs();
        boolean waiting = state == SlotState.READY || (state == SlotState.DEFERRED && Slot.dueMs(slot) <= now);
        if (!waiting || at.segment().deliverAt(sequence) > now) {
            return false;
        }
        if (reader.tryRead(at, sequence, view, subscription.destination().tailerEnvironment()) < 0) {
            return false;
        }
        deliveryCount = Slot.count(slot) + 1;
        return view.expiration() == 0 || view.expiration() > now;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    private void closePlace() {
        LanePlace old = place;
        place = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closePlace();
            reader.close();
        }
    }
}
