package io.foliomq.engine.testing;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.api.Assertions;

/**
 * Gives a reader inputs that are damaged or hostile, many, and asks of each: what does it throw, how long does it take, how much does it allocate? {@code -Dfoliomq.fuzz=N} sets how many;
 * {@code -Dfoliomq.fuzz.seed} repeats a run, whose seed stands in every failure.
 */
public final class Fuzz {
    private static final int USUAL = 2_000;
    private static final int SHOWN = 4096;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final String what;
    private final long mostBytes;
    private final long seed = Long.getLong("foliomq.fuzz.seed", new Random().nextLong());

    /** @param mostBytes what one input may make its reader allocate */
    public Fuzz(String what, long mostBytes) {
        this.what = what;
        this.mostBytes = mostBytes;
    }

    /** Reads one input. */
    public interface Reading {
        /** @return whether the input was accepted; refusing it by its documented exception is {@code false}, anything else is thrown */
        boolean read(byte[] input) throws Exception;
    }

    /** How many inputs each run has. */
    public static int rounds() {
        return Integer.getInteger("foliomq.fuzz", USUAL);
    }

    /** Fails unless some inputs were refused: else the reader was not reached, or checks nothing. */
    public void run(Function<Mutations, byte[]> inputs, Reading reading) {
        run(0, inputs, reading);
    }

    /** As the other, and fails unless this share of the inputs, in percent, was accepted: what is refused at the door tests nothing behind it. */
    public void run(int leastAcceptedPercent, Function<Mutations, byte[]> inputs, Reading reading) {
        System.out.println("fuzz: what=" + what + ", seed=" + seed + ", rounds=" + rounds());
        Mutations mutations = new Mutations(seed);
        int refused = 0;
        for (int i = 0; i < rounds(); i++) {
            byte[] input = inputs.apply(mutations);
            if (!isAccepted(input, reading, i)) {
                refused++;
            }
        }
        new Figures("hostile input, " + what)
                .add("inputs", rounds())
                .add("refused", refused)
                .print();
        Assertions.assertThat(refused).as("refused of %s, seed=%d", what, seed).isPositive();
        Assertions.assertThat(100L * (rounds() - refused) / rounds())
                .as("percent accepted of %s, seed=%d", what, seed)
                .isGreaterThanOrEqualTo(leastAcceptedPercent);
    }

    /** The first input on a path is charged for the classes that it loads, so what took too much is read again. */
    private boolean isAccepted(byte[] input, Reading reading, int round) {
        String excess = "";
        for (int i = 0; i < 2; i++) {
            long bytes = allocated();
            long start = System.nanoTime();
            boolean accepted;
            try {
                accepted = reading.read(input);
            } catch (Exception | Error e) {
                throw new AssertionError(describe(input, round), e);
            }
            long tookNs = System.nanoTime() - start;
            long allocated = allocated() - bytes;
            if (tookNs <= LONGEST.toNanos() && allocated <= mostBytes) {
                return accepted;
            }
            excess = ", tookNs=" + tookNs + ", allocated=" + allocated + ", accepted=" + mostBytes;
        }
        throw new AssertionError(describe(input, round) + excess);
    }

    private String describe(byte[] input, int round) {
        String hex = HexFormat.of().formatHex(input, 0, Math.min(input.length, SHOWN));
        return "fuzz: what=" + what + ", seed=" + seed + ", round=" + round + ", length=" + input.length + ", input="
                + hex;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
