package io.foliomq.perf.compare;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Receiver;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.ChildProcess;
import io.foliomq.perf.measure.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which class of durability a contender is in, as it is configured here: a process is killed while it sends, and every message whose
 * send had returned is looked for. The sender counts in a mapped file, which outlives it.
 *
 * @param sends that had returned before a kill, in all trials
 * @param lost of them, the most in one trial
 */
record KillCheck(long sends, long lost) {
    private static final int SIZE = 100;
    private static final long FEWEST_SENDS = 2_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    boolean survives() {
        return lost == 0;
    }

    static KillCheck of(Contender contender, Path directory, int trials) {
        long sends = 0;
        long lost = 0;
        for (int trial = 0; trial < trials; trial++) {
            try (Workspace workspace = Workspace.in(directory)) {
                long returned = kill(contender, workspace.path());
                sends += returned;
                lost = Math.max(lost, returned - survivors(contender, workspace.path(), returned));
            }
        }
        return new KillCheck(sends, lost);
    }

    /** How many sends had returned. */
    private static long kill(Contender contender, Path directory) {
        UnsafeBuffer count = counter(directory);
        try (ChildProcess victim = ChildProcess.start(Victim.class, contender.name(), directory.toString())) {
            long start = System.nanoTime();
            while (count.getLongVolatile(0) < FEWEST_SENDS && System.nanoTime() - start < PATIENCE_NANOS) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(300)));
            victim.kill();
        }
        long returned = count.getLongVolatile(0);
        if (returned == 0) {
            throw new IllegalStateException("nothing was sent: contender=" + contender);
        }
        return returned;
    }

    private static long survivors(Contender contender, Path directory, long returned) {
        try (ChildProcess heir = ChildProcess.start(
                        Heir.class, contender.name(), directory.toString(), Long.toString(returned));
                Watchdog dog = Watchdog.over(heir, LIMIT_NANOS)) {
            return Long.parseLong(heir.await("found"));
        }
    }

    private static UnsafeBuffer counter(Path directory) {
        try (FileChannel file = FileChannel.open(
                directory.resolve("returned"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = file.map(MapMode.READ_WRITE, 0, Long.BYTES);
            return new UnsafeBuffer(mapped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Setup setup(String directory) {
        return new Setup(Path.of(directory, "store"), SIZE, WaitPolicy.BALANCED, Durability.PROCESS);
    }

    /** Sends until it is killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] words) {
            UnsafeBuffer count = counter(Path.of(words[1]));
            try (Sender sender = Contender.valueOf(words[0]).openSender(setup(words[1]))) {
                for (long i = 0; ; i++) {
                    sender.send(i);
                    count.putLongRelease(0, i + 1);
                }
            }
        }
    }

    /** Receives what is there. */
    static final class Heir {
        private Heir() {}

        public static void main(String[] words) {
            long returned = Long.parseLong(words[2]);
            BitSet found = new BitSet();
            try (Receiver receiver = Contender.valueOf(words[0]).openReceiver(setup(words[1]))) {
                long stamp = receiver.receive(PATIENCE_NANOS);
                while (stamp != Receiver.NOTHING) {
                    if (stamp < returned) {
                        found.set((int) stamp);
                    }
                    stamp = receiver.receive(QUIET_NANOS);
                }
            }
            System.out.println("found " + found.cardinality());
            System.out.flush();
            System.exit(0);
        }
    }
}
