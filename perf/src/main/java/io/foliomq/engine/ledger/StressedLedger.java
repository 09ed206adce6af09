package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.Holder;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.perf.measure.Workspace;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/** One ledger for all states of a stress test: each takes a slot of its own, and no slot is taken again before millions of others were. */
final class StressedLedger {
    static final int LANE = 4;
    static final int PRIORITIES = 10;
    private static final int SLOTS_COUNT = 1 << 22;
    private static final AtomicLong NEXT = new AtomicLong();
    private static final Ledger LEDGER;
    static final LedgerSegment SLOTS;

    static {
        // The files are mapped when it closes, and deleted.
        try (Workspace workspace = Workspace.in(Path.of(System.getProperty("java.io.tmpdir")))) {
            LedgerSettings settings = new LedgerSettings(
                    new StoreId(1, 2),
                    SLOTS_COUNT,
                    false,
                    TimeUnit.SECONDS.toNanos(10),
                    new OnlyHolder(),
                    SystemEpochClock.INSTANCE,
                    SystemNanoClock.INSTANCE);
            Ledger.create(workspace.path(), settings, new Ledger.Beginning(true, true, 0, new long[PRIORITIES], 0));
            LEDGER = Ledger.open(workspace.path(), settings, new OneSegment());
            LEDGER.reserve(LANE, 1, 0, 1);
            SLOTS = Objects.requireNonNull(LEDGER.acquire(LANE, 1));
        }
    }

    private StressedLedger() {}

    /** A sequence whose slot is READY and belongs to the caller. */
    static long freshSequence() {
        long sequence = NEXT.getAndIncrement() % SLOTS_COUNT;
        SLOTS.put(sequence, 0);
        return sequence;
    }

    static UnsafeBuffer entry() {
        return new UnsafeBuffer(new byte[ConsumerDescriptor.LENGTH]);
    }

    static Consumer consumer(UnsafeBuffer entry, int index) {
        return new Consumer(LEDGER, entry, index);
    }

    private static final class OnlyHolder implements Holder {
        @Override
        public long token() {
            return 1;
        }

        @Override
        public boolean isAlive(long token) {
            return token == 1;
        }

        @Override
        public String describe(long token) {
            return "token=" + token;
        }
    }

    private static final class OneSegment implements Sequences {
        @Override
        public long appended(int lane) {
            return lane == LANE ? SLOTS_COUNT : 0;
        }

        @Override
        public long firstSegment(int lane) {
            return 1;
        }

        @Override
        public long segmentOf(int lane, long sequence) {
            return 1;
        }

        @Override
        public long firstSequence(int lane, long segment) {
            return 0;
        }

        @Override
        public long endSequence(int lane, long segment) {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean isDeleted(int lane, long segment) {
            return false;
        }

        @Override
        public boolean isGone() {
            return false;
        }
    }
}
