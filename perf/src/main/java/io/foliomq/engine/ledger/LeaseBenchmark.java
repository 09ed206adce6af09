package io.foliomq.engine.ledger;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the ledger alone takes of a message's way: one slot, leased and settled. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class LeaseBenchmark {
    private static final int BYTES = 152;

    private final Consumer consumer = StressedLedger.consumer(StressedLedger.entry(), 1);

    @Benchmark
    public long leaseAndSettle() {
        long sequence = StressedLedger.freshSequence();
        consumer.lease(StressedLedger.LANE, StressedLedger.SLOTS, sequence, 0, GroupTable.NO_BUCKET);
        consumer.settle(
                StressedLedger.LANE,
                StressedLedger.SLOTS,
                sequence,
                SlotState.ACKNOWLEDGED,
                BYTES,
                GroupTable.NO_BUCKET,
                false);
        return sequence;
    }
}
