package io.foliomq.perf.throughput;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.ChildProcess;
import io.foliomq.perf.measure.FarEnd;
import io.foliomq.perf.measure.Sending;
import io.foliomq.perf.measure.Tally;
import io.foliomq.perf.measure.ThisProcess;
import java.nio.file.Path;

/**
 * One run of one contender, in a JVM of its own: a warm-up, whose end is awaited, then the messages that count.
 *
 * @param perSecond messages, from the first send to the last receive
 * @param sendBytes heap allocated on the sending thread, a message
 * @param receiveBytes the same on the receiving thread
 * @param cpuSeconds processor time of all processes, a million messages
 */
record Run(double perSecond, double sendBytes, double receiveBytes, double cpuSeconds) {

    /** Starts a JVM for it. */
    static Run fork(Contender contender, Setup setup, int processes, long warmup, long count) {
        try (ChildProcess child = ChildProcess.start(
                Run.class,
                contender.name(),
                setup.directory().toString(),
                Integer.toString(setup.size()),
                setup.waiting().name(),
                setup.durability().name(),
                Integer.toString(processes),
                Long.toString(warmup),
                Long.toString(count))) {
            String[] words = child.await("run").split(" ");
            return new Run(
                    Double.parseDouble(words[0]),
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Double.parseDouble(words[3]));
        }
    }

    public static void main(String[] words) {
        Setup setup = new Setup(
                Path.of(words[1]),
                Integer.parseInt(words[2]),
                WaitPolicy.valueOf(words[3]),
                Durability.valueOf(words[4]));
        Run run = measure(
                Contender.valueOf(words[0]),
                setup,
                Integer.parseInt(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]));
        System.out.println(
                "run " + run.perSecond + " " + run.sendBytes + " " + run.receiveBytes + " " + run.cpuSeconds);
        System.exit(0);
    }

    private static Run measure(Contender contender, Setup setup, int processes, long warmup, long count) {
        try (FarEnd far = FarEnd.open(processes, contender, setup);
                Sender sender = contender.openSender(setup)) {
            far.begin(false);
            Sending.flatOut(sender, warmup);
            Sending.end(sender);
            far.finish();
            far.begin(false);
            long cpu = ThisProcess.cpuNanos();
            long allocated = ThisProcess.allocatedBytes();
            long start = System.nanoTime();
            Sending.flatOut(sender, count);
            allocated = ThisProcess.allocatedBytes() - allocated;
            Sending.end(sender);
            Tally tally = far.finish();
            cpu = ThisProcess.cpuNanos() - cpu + (far.isRemote() ? tally.cpuNanos() : 0);
            if (tally.received() != count) {
                throw new IllegalStateException("messages are missing or doubled: contender=" + contender + ", sent="
                        + count + ", received=" + tally.received());
            }
            return new Run(
                    count * 1e9 / (tally.lastNanos() - start),
                    (double) allocated / count,
                    (double) tally.allocatedBytes() / count,
                    cpu / 1e9 / count * 1e6);
        }
    }
}
