package io.foliomq.perf.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What an append and a consumption cost on one thread that nobody disturbs, each over a batch of messages. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class QueueBenchmark {
    static final int BATCH = 10_000;

    /** A queue that is empty before each batch. */
    @State(Scope.Thread)
    public static class Empty {
        @Param({"100", "1000"})
        public int size;

        OpenQueue queue = new OpenQueue(0);

        @Setup
        public void open() {
            queue.close();
            queue = new OpenQueue(size);
        }

        @TearDown(Level.Invocation)
        public void drain() {
            for (int i = 0; i < BATCH; i++) {
                queue.consume();
            }
        }

        @TearDown
        public void close() {
            queue.close();
        }
    }

    /** A queue that holds one batch before each. */
    @State(Scope.Thread)
    public static class Filled {
        @Param({"100", "1000"})
        public int size;

        OpenQueue queue = new OpenQueue(0);

        @Setup
        public void open() {
            queue.close();
            queue = new OpenQueue(size);
        }

        @Setup(Level.Invocation)
        public void fill() {
            for (int i = 0; i < BATCH; i++) {
                queue.append();
            }
        }

        @TearDown
        public void close() {
            queue.close();
        }
    }

    /** The leases of one batch, which are acknowledged after it. */
    @State(Scope.Thread)
    public static class Leased extends Filled {
        final long[] leases = new long[BATCH];

        @TearDown(Level.Invocation)
        public void acknowledge() {
            for (long lease : leases) {
                queue.acknowledge(lease);
            }
        }
    }

    /** The queue of a consumer that has nothing to do. */
    @State(Scope.Thread)
    public static class Idle {
        OpenQueue queue = new OpenQueue(0);

        @Setup
        public void use() {
            queue.append();
            queue.consume();
        }

        @TearDown
        public void close() {
            queue.close();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void append(Empty empty) {
        for (int i = 0; i < BATCH; i++) {
            empty.queue.append();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void poll(Leased leased) {
        for (int i = 0; i < BATCH; i++) {
            leased.leases[i] = leased.queue.poll();
        }
    }

    @Benchmark
    public boolean pollOfNothing(Idle idle) {
        return idle.queue.isEmpty();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int pollAndAcknowledge(Filled filled) {
        int length = 0;
        for (int i = 0; i < BATCH; i++) {
            length += filled.queue.consume();
        }
        return length;
    }
}
