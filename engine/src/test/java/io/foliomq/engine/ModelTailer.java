package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.ModelRecord.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A tailer of the engine, and what the model says that it must get. */
final class ModelTailer {
    private final QueueModel model;
    private final AtomicLong clock;
    private final Tailer tailer;
    private final boolean filtered;
    private final Predicate<ModelRecord> wanted;
    private final Map<ModelRecord, Long> leases = new LinkedHashMap<>();
    private boolean closed;

    /** @param parity 0 or 1: only even or odd numbers; else all */
    ModelTailer(Subscription subscription, QueueModel model, AtomicLong clock, int parity) {
        this.model = model;
        this.clock = clock;
        this.filtered = parity == 0 || parity == 1;
        this.wanted = filtered ? r -> r.number % 2 == parity : r -> true;
        RecordFilter filter = view -> view.buffer().getInt(view.payloadOffset()) % 2 == parity;
        this.tailer = subscription.openTailer(
                filtered
                        ? TailerOptions.DEFAULT.withFilter(filter, TailerOptions.Mismatch.SKIP)
                        : TailerOptions.DEFAULT);
    }

    boolean isDone() {
        return closed && leases.isEmpty();
    }

    void ifOpen(Consumer<ModelTailer> action) {
        if (!closed) {
            action.accept(this);
        }
    }

    /** Polls; {@code false} if there was nothing, and must be nothing. */
    boolean poll() {
        List<ModelRecord> deliverable = model.deliverable(clock.get(), wanted);
        Delivery delivery = tailer.poll();
        if (delivery == null) {
            assertThat(deliverable).as("nothing was delivered").isEmpty();
            if (!filtered) {
                // One with a filter may have passed it long ago, as somebody else's.
                model.settleExpired(clock.get());
            }
            return false;
        }
        RecordView view = delivery.record();
        ModelRecord record = model.record(view.buffer().getInt(view.payloadOffset()));
        assertThat(deliverable).contains(record);
        assertThat(delivery.deliveryCount()).as("%s", record).isEqualTo(record.count + 1);
        assertThat(view.priority()).isEqualTo(record.priority);
        int highest = deliverable.stream().mapToInt(r -> r.priority).max().orElse(-1);
        assertThat(record.priority).as("%s", record).isEqualTo(highest);
        if (!record.released && record.deliverAt == 0) {
            // What was given back before comes first; in which order among its like, nobody promises.
            ModelRecord first = deliverable.stream()
                    .filter(r -> r.priority == highest)
                    .min(Comparator.comparingInt(r -> r.number))
                    .orElseThrow();
            assertThat(record).isSameAs(first);
        }
        record.lease();
        leases.put(record, delivery.lease());
        return true;
    }

    private List<ModelRecord> some(Random random) {
        List<ModelRecord> held = new ArrayList<>(leases.keySet());
        java.util.Collections.shuffle(held, random);
        return held.subList(0, held.isEmpty() ? 0 : 1 + random.nextInt(held.size()));
    }

    void settle(Random random, State outcome) {
        for (ModelRecord record : some(random)) {
            if (outcome == State.ACKNOWLEDGED) {
                tailer.acknowledge(leases.get(record));
            } else {
                tailer.discard(leases.get(record));
            }
            record.settle(outcome);
            leases.remove(record);
        }
    }

    void release(Random random, long now) {
        for (ModelRecord record : some(random)) {
            release(record, random.nextBoolean(), random.nextBoolean() ? 0 : now + random.nextInt(50));
        }
    }

    void releaseAll() {
        for (ModelRecord record : List.copyOf(leases.keySet())) {
            release(record, true, 0);
        }
    }

    private void release(ModelRecord record, boolean counted, long due) {
        tailer.release(leases.get(record), counted, due);
        record.release(counted, due);
        leases.remove(record);
    }

    /** Puts some leases into a transaction. */
    List<ModelRecord> acknowledgeSome(Transaction transaction, Random random) {
        List<ModelRecord> chosen = some(random);
        chosen.forEach(record -> transaction.acknowledge(tailer, leases.get(record)));
        return chosen;
    }

    /** The transaction was committed. */
    void settled(ModelRecord record) {
        record.settle(State.ACKNOWLEDGED);
        leases.remove(record);
    }

    /** Leases stay open. */
    void close() {
        closed = true;
        tailer.close();
    }
}
