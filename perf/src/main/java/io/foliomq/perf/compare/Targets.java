package io.foliomq.perf.compare;

import static io.foliomq.perf.compare.Target.Sense.AT_LEAST;
import static io.foliomq.perf.compare.Target.Sense.AT_MOST;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.measure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The targets. A ratio is the median of those of the rounds; the best peer is the better of Artemis and Classic in each scene. */
final class Targets {
    private static final String SPIN = Contender.JMS + " spin";
    private static final String BALANCED = Contender.JMS + " balanced";
    private static final String ENGINE = Contender.ENGINE + " spin";
    private static final String WAITING_ENGINE = Contender.ENGINE + " balanced";
    private static final String RAW = Contender.CHRONICLE.toString();
    private static final String ARTEMIS = Contender.ARTEMIS.toString();
    private static final String CLASSIC = Contender.CLASSIC.toString();
    private static final String BUFFERED = Contender.ARTEMIS_BUFFERED.toString();
    private static final String FLOOR = Contender.FDATASYNC.toString();
    private static final List<String> PEERS = List.of(ARTEMIS, CLASSIC);
    private static final List<String> BOTH_ARTEMIS = List.of(ARTEMIS, BUFFERED);

    private static final String BESIDE_CHRONICLE = """
            A receiver leases, verifies a checksum and acknowledges, a sender seals the record and publishes it: three lines of memory more change hands \
            than with Chronicle's tailer, which does none of it. What each side takes itself is in `cost`. \
            The frames of the log are written without Chronicle (decision 27), which took a fifth off. Asking for all lines of the next record at once, where it is expected, \
            made no difference, nor did the position of the newest record beside the count of records.""";

    private final List<Target> targets = new ArrayList<>();

    private Targets() {}

    static List<Target> all() {
        Targets all = new Targets();
        all.throughput();
        all.latency();
        all.space();
        all.power();
        all.scale();
        return all.targets;
    }

    private void throughput() {
        least("JMS 1→1 ÷ best peer", 100, "×", throughputOver(Programme.ONE_TO_ONE, SPIN, PEERS));
        least("JMS 1→1 ÷ Chronicle alone", 0.5, "×", throughputOver(Programme.ONE_TO_ONE, SPIN, List.of(RAW)));
        least("engine 1→1 ÷ Chronicle alone", 0.7, "×", throughputOver(Programme.ONE_TO_ONE, ENGINE, List.of(RAW)));
        least("JMS 4→4 ÷ best peer", 30, "×", throughputOver(Programme.FOUR_TO_FOUR, BALANCED, PEERS));
        least(
                "JMS 4→4, transactions of 100, ÷ Artemis",
                8,
                "×",
                throughputOver(Programme.FOUR_TO_FOUR_TRANSACTED, BALANCED, List.of(ARTEMIS)));
        least(
                "topic, 4 durable subscribers ÷ best peer",
                50,
                "×",
                throughputOver(Programme.topicOf(4), BALANCED, PEERS));
    }

    private void latency() {
        for (long rate : new long[] {1_000, 5_000}) {
            String scene = Programme.latencyAt(rate);
            String at = " at " + rate / 1_000 + "k/s, p50 ÷ ";
            most("JMS spin" + at + "Artemis", 1.0 / 30, "×", timeOver(scene, SPIN, List.of(ARTEMIS), Figure.P50));
            most(
                    "JMS balanced" + at + "Artemis",
                    1.0 / 8,
                    "×",
                    timeOver(scene, BALANCED, List.of(ARTEMIS), Figure.P50));
            most("JMS spin" + at + "Chronicle alone", 2, "×", timeOver(scene, SPIN, List.of(RAW), Figure.P50));
            tried(BESIDE_CHRONICLE);
        }
        String fast = Programme.latencyAt(100_000);
        most("JMS spin at 100k/s, p50 ÷ Chronicle alone", 2, "×", timeOver(fast, SPIN, List.of(RAW), Figure.P50));
        tried(BESIDE_CHRONICLE);
        most("JMS spin at 100k/s, p99 ÷ Chronicle alone", 2, "×", timeOver(fast, SPIN, List.of(RAW), Figure.P99));
        most(
                "request/reply spin, p50 ÷ best peer",
                1.0 / 50,
                "×",
                timeOver(Programme.REQUESTS, SPIN, PEERS, Figure.P50));
        most(
                "request/reply balanced, p50 ÷ best peer",
                1.0 / 7,
                "×",
                timeOver(Programme.REQUESTS, BALANCED, PEERS, Figure.P50));
    }

    private void space() {
        most("disk of an unread message", 180, " B", median(Programme.HELD, BALANCED, Figure.DISK_HELD));
        most("heap of an unread message", 32, " B", median(Programme.HELD, BALANCED, Figure.HEAP_HELD));
        most("heap allocated by a JMS send and receive", 200, " B", allocated(SPIN));
        tried("""
                Two messages are two objects of 80 B with a body of 120 B each. Their fields were packed, nothing else is allocated. \
                The row below is of a sender that uses its message again.""");
        most("heap allocated, if the message is filled and sent again", 200, " B", allocated(SPIN + ", refilled"));
    }

    private void power() {
        least("POWER, 1 sender ÷ fdatasync", 0.8, "×", throughputOver(Programme.POWER_ONE, BALANCED, List.of(FLOOR)));
        least("POWER, 8 senders ÷ Artemis", 2.5, "×", throughputOver(Programme.POWER_EIGHT, BALANCED, BOTH_ARTEMIS));
        tried("""
                Threads share syncs in rounds (decision 25), and sleep meanwhile: looking on made the syncs longer. A round of eight takes a \
                sync, and then half as long again until eight threads were woken, have sent and come back. Whether one wakes all or each \
                two others, and whether the first or the last of a round leads it, makes no difference. \
                Artemis is measured with and without gathering, the better one counts.""");
        least(
                "POWER, transactions of 100 ÷ Artemis",
                8,
                "×",
                throughputOver(Programme.POWER_TRANSACTED, BALANCED, BOTH_ARTEMIS));
        tried("""
                A commit that sends to one queue costs one sync (decision 26), as with Artemis, and nobody waits for the next segment any more; \
                with 8 senders (`power-8-tx100`) the ratio is larger.""");
    }

    private void scale() {
        for (long depth : new long[] {1_000_000, 10_000_000}) {
            most(
                    "JMS through " + depth / 1_000_000 + " M messages ÷ an empty queue",
                    1.1,
                    "×",
                    median(Programme.depthOf(depth), BALANCED, Figure.OF_EMPTY));
            most(
                    "opening " + depth / 1_000_000 + " M messages ÷ an empty store",
                    1.2,
                    "×",
                    median(Programme.openWith(depth), WAITING_ENGINE, Figure.OF_EMPTY));
        }
        most(
                "publishing to 16 subscriptions ÷ to 1",
                1.2,
                "×",
                across(Programme.publishTo(16), Programme.publishTo(1), BALANCED, Figure.SEND_CPU_NANOS));
        tried("""
                A subscription has a slot of 8 B for each message, and the publisher reserves their blocks on disk, for 65,536 messages at a \
                time. It does so in pieces of 64 KiB and no longer of 4 KiB.""");
        most(
                "time of a message, two processes ÷ two threads",
                1.5,
                "×",
                across(Programme.TWO_THREADS, Programme.TWO_PROCESSES, SPIN, Figure.PER_SECOND));
        most(
                "latency at 10k/s, p50, two processes ÷ two threads",
                1.5,
                "×",
                across(
                        Programme.latencyAt(Programme.COMPARED_RATE) + "-" + Programme.TWO_PROCESSES,
                        Programme.latencyAt(Programme.COMPARED_RATE),
                        SPIN,
                        Figure.P50));
        tried("""
                A line of memory passes between the processors of a shared machine twice as fast at some times as at others, whatever the \
                contender: see the least and the most of `ring` and `chronicle` in the scenes of latency. The two scenes are played one after \
                the other; where they fall into different times all the same, the ratio is of those.""");
        most("idle, balanced", 0.1, " % of a core", median(Programme.IDLE, WAITING_ENGINE, Figure.IDLE_CPU_PERCENT));
        tried("""
                A JVM in which nothing runs takes most of it (`idle`). The watch over dead members has been slowed down to a turn in five seconds.""");
        ToDoubleFunction<Results> waking = median(Programme.IDLE, WAITING_ENGINE, Figure.P99);
        most("wake-up across processes, p99", 100, " µs", results -> waking.applyAsDouble(results) / 1e3);
        tried("""
                Two threads are woken one after the other, the one at the bell and the consumer. What one alone takes is in the row `socket` of `idle`. \
                With the consumer listening at the bell itself it was awake sooner with `economy` and no sooner with `balanced`; that was not kept.""");
    }

    private void least(String name, double bound, String unit, ToDoubleFunction<Results> figure) {
        targets.add(new Target(name, AT_LEAST, bound, unit, figure, ""));
    }

    private void most(String name, double bound, String unit, ToDoubleFunction<Results> figure) {
        targets.add(new Target(name, AT_MOST, bound, unit, figure, ""));
    }

    /** About the last one. */
    private void tried(String text) {
        int last = targets.size() - 1;
        targets.set(last, targets.get(last).withTried(text));
    }

    /** In whole bytes: a fraction is what is allocated once, spread over all messages. */
    private static ToDoubleFunction<Results> allocated(String label) {
        return results -> Math.rint(results.median(Programme.COST, label, Figure.HEAP_ALLOCATED));
    }

    private static ToDoubleFunction<Results> median(String scene, String label, Figure figure) {
        return results -> results.median(scene, label, figure);
    }

    /** Over the best of the others, so the least of the ratios. */
    private static ToDoubleFunction<Results> throughputOver(String scene, String label, List<String> others) {
        return results -> others.stream()
                .mapToDouble(other -> ratio(results, scene, label, scene, other, Figure.PER_SECOND))
                .filter(ratio -> !Double.isNaN(ratio))
                .min()
                .orElse(Double.NaN);
    }

    /** Over the best of the others, so the most of the ratios. */
    private static ToDoubleFunction<Results> timeOver(String scene, String label, List<String> others, Figure figure) {
        return results -> others.stream()
                .mapToDouble(other -> ratio(results, scene, label, scene, other, figure))
                .filter(ratio -> !Double.isNaN(ratio))
                .max()
                .orElse(Double.NaN);
    }

    private static ToDoubleFunction<Results> across(String over, String under, String label, Figure figure) {
        return results -> ratio(results, over, label, under, label, figure);
    }

    private static double ratio(
            Results results, String overScene, String over, String underScene, String under, Figure figure) {
        Spread ratio = results.ratio(overScene, over, underScene, under, figure);
        return ratio == null ? Double.NaN : ratio.median();
    }
}
