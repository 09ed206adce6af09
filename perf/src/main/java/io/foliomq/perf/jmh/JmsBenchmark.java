package io.foliomq.perf.jmh;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Receiver;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.measure.Workspace;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a send and a receive cost by Jakarta Messaging, on one thread that nobody disturbs, each over a batch of bytes messages of 100 B. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JmsBenchmark {
    private static final int BATCH = 10_000;
    private static final int SIZE = 100;

    /** A sender and a receiver of one queue. */
    public abstract static class Ends {
        private final Workspace workspace = Workspace.in(Path.of(System.getProperty("java.io.tmpdir")));
        private final io.foliomq.perf.contender.Setup setup =
                new io.foliomq.perf.contender.Setup(workspace.path(), SIZE, WaitPolicy.BALANCED, Durability.PROCESS);
        private final Sender sender = Contender.JMS.openSender(setup);
        private final Receiver receiver = Contender.JMS.openReceiver(setup);

        void send() {
            for (int i = 0; i < BATCH; i++) {
                sender.send(i);
            }
        }

        void receive() {
            for (int i = 0; i < BATCH; i++) {
                if (receiver.receive(0) != i) {
                    throw new IllegalStateException("messages are missing or out of order: expected=" + i);
                }
            }
        }

        @TearDown
        public void close() {
            receiver.close();
            sender.close();
            workspace.close();
        }
    }

    /** Empty before each batch. */
    @State(Scope.Thread)
    public static class Empty extends Ends {
        @TearDown(Level.Invocation)
        public void drain() {
            receive();
        }
    }

    /** Holds a batch before each. */
    @State(Scope.Thread)
    public static class Filled extends Ends {
        @Setup(Level.Invocation)
        public void fill() {
            send();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void send(Empty empty) {
        empty.send();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void receive(Filled filled) {
        filled.receive();
    }
}
