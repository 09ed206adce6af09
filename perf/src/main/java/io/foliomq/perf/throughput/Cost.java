package io.foliomq.perf.throughput;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Receiver;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.Build;
import io.foliomq.perf.measure.ChildProcess;
import io.foliomq.perf.measure.ThisProcess;
import java.nio.file.Path;

/**
 * What a message costs the threads that send and receive it, without any waiting: one thread sends a batch, then receives it, in a JVM of its own.
 *
 * @param sendNanos processor time of a send
 * @param receiveNanos processor time of a receive with its acknowledgement
 * @param allocatedBytes heap allocated for both
 */
public record Cost(double sendNanos, double receiveNanos, double allocatedBytes) {
    private static final int BATCH = 10_000;
    private static final int WARMUP_SHARE = 3;

    double nanos() {
        return sendNanos + receiveNanos;
    }

    static Cost fork(Build build, Contender contender, Path store, int size, long count) {
        try (ChildProcess child = ChildProcess.start(
                build, Cost.class, contender.name(), store.toString(), Integer.toString(size), Long.toString(count))) {
            String[] words = child.await("cost").split(" ");
            return new Cost(Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        }
    }

    public static void main(String[] words) {
        Setup setup = new Setup(Path.of(words[1]), Integer.parseInt(words[2]), WaitPolicy.SPIN, Durability.PROCESS);
        Cost cost = measure(Contender.valueOf(words[0]), setup, Long.parseLong(words[3]));
        System.out.println("cost " + cost.sendNanos + " " + cost.receiveNanos + " " + cost.allocatedBytes);
        System.exit(0);
    }

    /** In this JVM, on the calling thread. */
    public static Cost measure(Contender contender, Setup setup, long count) {
        try (Sender sender = contender.openSender(setup);
                Receiver receiver = contender.openReceiver(setup)) {
            long batches = Math.max(1, count / BATCH);
            measure(sender, receiver, Math.max(1, batches / WARMUP_SHARE));
            return measure(sender, receiver, batches);
        }
    }

    private static Cost measure(Sender sender, Receiver receiver, long batches) {
        long sending = 0;
        long receiving = 0;
        long allocated = ThisProcess.allocatedBytes();
        for (long batch = 0; batch < batches; batch++) {
            long start = ThisProcess.cpuNanosOfThread();
            for (int i = 0; i < BATCH; i++) {
                sender.send(i);
            }
            long sent = ThisProcess.cpuNanosOfThread();
            for (int i = 0; i < BATCH; i++) {
                if (receiver.receive(0) != i) {
                    throw new IllegalStateException("messages are missing or out of order: expected=" + i);
                }
            }
            sending += sent - start;
            receiving += ThisProcess.cpuNanosOfThread() - sent;
        }
        double messages = (double) batches * BATCH;
        allocated = ThisProcess.allocatedBytes() - allocated;
        return new Cost(sending / messages, receiving / messages, allocated / messages);
    }
}
