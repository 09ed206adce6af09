package io.foliomq.engine.log;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;

/**
 * The runs of a lane as a repair finds them: the records of a transaction that appended to this lane and did nothing else, marked in their envelopes. Nothing else says that the transaction was committed. A power loss may
 * leave a part of a run whose commit had not returned: then none of it counts.
 */
final class Runs {
    private final long synced;
    private final Map<Long, Run> runs = new HashMap<>();
    // Began below what was synced, and has not ended there.
    private final Set<Long> straddling = new HashSet<>();

    private static final class Run {
        private final LongArrayList sequences = new LongArrayList();
        private boolean begins;
        private boolean ends;
    }

    /** @param synced below it everything was on stable storage: what is missing there went later, one record by one */
    Runs(long synced) {
        this.synced = synced;
    }

    /** In the order of the lane. */
    void note(DirectBuffer log, int start, long sequence) {
        int flags = RecordDescriptor.flags(log, start);
        if ((flags & RecordDescriptor.RUN_FLAG) == 0) {
            return;
        }
        long reference = RecordDescriptor.transaction(log, start);
        boolean ends = (flags & RecordDescriptor.RUN_ENDS_FLAG) != 0;
        if (sequence < synced && ends) {
            straddling.remove(reference);
        } else if (sequence < synced) {
            straddling.add(reference);
        } else if (!straddling.contains(reference)) {
            Run run = runs.computeIfAbsent(reference, key -> new Run());
            run.sequences.addLong(sequence);
            run.begins |= (flags & RecordDescriptor.RUN_BEGINS_FLAG) != 0;
            run.ends |= ends;
        }
    }

    /** Runs that may be broken. */
    int count() {
        return runs.size();
    }

    /**
     * Marks the records of broken runs as lost.
     *
     * @param completed whether the transaction of this reference is completed from its own file
     */
    void loseBroken(Collection<KeptSegment> kept, LongPredicate completed) {
        runs.forEach((reference, run) -> {
            if (isBroken(run, kept) && !completed.test(reference)) {
                for (long sequence : run.sequences.toLongArray()) {
                    lose(sequence, kept);
                }
            }
        });
    }

    private boolean isBroken(Run run, Collection<KeptSegment> kept) {
        long first = run.sequences.getLong(0);
        long last = run.sequences.getLong(run.sequences.size() - 1);
        return !run.begins || !run.ends || kept.stream().anyMatch(segment -> hasLost(segment, first, last));
    }

    private static boolean hasLost(KeptSegment segment, long first, long last) {
        long from = Math.max(first, segment.first());
        int lost = from > last ? -1 : segment.lost().nextSetBit((int) (from - segment.first()));
        return lost >= 0 && segment.first() + lost <= last;
    }

    private static void lose(long sequence, Collection<KeptSegment> kept) {
        for (KeptSegment segment : kept) {
            if (sequence >= segment.first() && sequence < segment.end()) {
                segment.lost().set((int) (sequence - segment.first()));
            }
        }
    }
}
