package io.foliomq.engine;

import io.foliomq.engine.ModelRecord.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The transition table as a pure model: one queue as its contract has it: records by order of sending, no files, no processes. A record that has
 * expired may or may not have been settled: that depends on whether somebody came by, so the model does not say.
 */
final class QueueModel {
    private final List<ModelRecord> records = new ArrayList<>();

    ModelRecord append(int priority, long expiration, long deliverAt) {
        ModelRecord record = new ModelRecord(records.size(), priority, expiration, deliverAt);
        records.add(record);
        return record;
    }

    int size() {
        return records.size();
    }

    ModelRecord record(int number) {
        return records.get(number);
    }

    long depth() {
        return records.stream().filter(r -> !r.isSettled()).count();
    }

    long leased() {
        return records.stream().filter(r -> r.state == State.LEASED).count();
    }

    /** What a consumer could be given now, in the order of sending. */
    List<ModelRecord> deliverable(long now, Predicate<ModelRecord> wanted) {
        return records.stream()
                .filter(r -> r.isDue(now) && !r.isExpired(now) && wanted.test(r))
                .toList();
    }

    /** What a browser shows, by priority. */
    List<Integer> visible(long now) {
        List<Integer> visible = new ArrayList<>();
        for (int priority = 9; priority >= 0; priority--) {
            int wanted = priority;
            records.stream()
                    .filter(r -> r.priority == wanted && r.deliverAt <= now && r.isDue(now) && !r.isExpired(now))
                    .forEach(r -> visible.add(r.number));
        }
        return visible;
    }

    /** What is surely there, less what has expired and may be gone. */
    long leastDepth(long now) {
        return records.stream()
                .filter(r -> !r.isSettled() && !(r.isWaiting() && r.isExpired(now)))
                .count();
    }

    /** Somebody came by everything: what has expired and was due is settled. */
    void settleExpired(long now) {
        records.stream().filter(r -> r.isDue(now) && r.isExpired(now)).forEach(r -> {
            r.lease();
            r.settle(State.DEAD);
        });
    }

    /** The next to be dropped: the oldest of the least important. */
    Optional<ModelRecord> oldest(long now) {
        return records.stream()
                .filter(r -> r.isDue(now))
                .min(Comparator.<ModelRecord>comparingInt(r -> r.priority).thenComparingInt(r -> r.number));
    }

    /** The sequence of a record in its lane. */
    int sequence(ModelRecord record) {
        return (int) records.stream()
                .limit(record.number)
                .filter(r -> r.priority == record.priority)
                .count();
    }

    /** Every lease ends as if its holder had died. */
    void releaseAll() {
        records.stream().filter(r -> r.state == State.LEASED).forEach(r -> r.release(true, 0));
    }

    List<ModelRecord> all() {
        return records;
    }
}
