package io.foliomq.perf.compare;

import io.foliomq.perf.compare.Kind.Duration;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Receiver;
import io.foliomq.perf.contender.Sender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.measure.Spread;
import io.foliomq.perf.throughput.Cost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One thread sends and receives. */
final class Alone {
    private static final int BLOCK = 2_000;

    private Alone() {}

    static Figures cost(Cell cell, Path directory) {
        Cost cost = Cost.measure(cell.contender(), cell.setup(directory), cell.backlog());
        return new Figures()
                .with(Figure.SEND_CPU_NANOS, cost.sendNanos())
                .with(Figure.RECEIVE_CPU_NANOS, cost.receiveNanos())
                .with(Figure.HEAP_ALLOCATED, cost.allocatedBytes());
    }

    /** Two stores, a block of messages through the one, then a block through the other. */
    static Figures depth(Cell cell, Path directory, Duration duration) {
        Contender contender = cell.contender();
        Setup empty = cell.setup(directory.resolve("empty"));
        Setup full = cell.setup(directory.resolve("full"));
        try (Sender toEmpty = contender.openSender(empty);
                Receiver ofEmpty = contender.openReceiver(empty);
                Sender toFull = contender.openSender(full);
                Receiver ofFull = contender.openReceiver(full)) {
            for (long i = 0; i < cell.backlog(); i++) {
                toFull.send(i);
            }
            alternate(duration.warmSeconds(), toEmpty, ofEmpty, toFull, ofFull);
            return alternate(duration.seconds(), toEmpty, ofEmpty, toFull, ofFull);
        }
    }

    private static Figures alternate(double seconds, Sender toEmpty, Receiver ofEmpty, Sender toFull, Receiver ofFull) {
        List<Double> ratios = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            double ofOne = block(toEmpty, ofEmpty);
            double ofOther = block(toFull, ofFull);
            times.add(ofOther);
            ratios.add(ofOther / ofOne);
        } while (System.nanoTime() < end);
        return new Figures()
                .with(Figure.PAIR_NANOS, Spread.of(times).median())
                .with(Figure.OF_EMPTY, Spread.of(ratios).median());
    }

    private static double block(Sender sender, Receiver receiver) {
        long start = System.nanoTime();
        for (int i = 0; i < BLOCK; i++) {
            sender.send(i);
            if (receiver.receive(0) == Receiver.NOTHING) {
                throw new IllegalStateException("message is missing: number=" + i);
            }
        }
        return (double) (System.nanoTime() - start) / BLOCK;
    }
}
