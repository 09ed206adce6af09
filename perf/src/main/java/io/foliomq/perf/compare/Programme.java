package io.foliomq.perf.compare;

import static io.foliomq.perf.contender.Contender.ARTEMIS;
import static io.foliomq.perf.contender.Contender.ARTEMIS_BUFFERED;
import static io.foliomq.perf.contender.Contender.ARTEMIS_UNSYNCED;
import static io.foliomq.perf.contender.Contender.CHRONICLE;
import static io.foliomq.perf.contender.Contender.CLASSIC;
import static io.foliomq.perf.contender.Contender.ENGINE;
import static io.foliomq.perf.contender.Contender.FDATASYNC;
import static io.foliomq.perf.contender.Contender.JMS;
import static io.foliomq.perf.contender.Contender.RING;
import static io.foliomq.perf.contender.Contender.SOCKET;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.measure.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** All scenes, what the targets need first. */
final class Programme {
    static final String ONE_TO_ONE = "1-1";
    static final String FOUR_TO_FOUR = "4-4";
    static final String FOUR_TO_FOUR_TRANSACTED = "4-4-tx100";
    static final String REQUESTS = "request-reply";
    static final String COST = "cost";
    static final String HELD = "held";
    static final String IDLE = "idle";
    static final String TWO_THREADS = "two-threads";
    static final String TWO_PROCESSES = "two-processes";
    static final String POWER_ONE = "power-1";
    static final String POWER_EIGHT = "power-8";
    static final String POWER_TRANSACTED = "power-tx100";
    static final String POWER_EIGHT_TRANSACTED = "power-8-tx100";

    private static final List<Contender> PEERS = List.of(ARTEMIS, CLASSIC);
    private static final int BATCH = 100;
    /** At which two processes are compared with two threads. */
    static final long COMPARED_RATE = 10_000;

    private static final long MILLION = 1_000_000;

    private final List<Scene> scenes = new ArrayList<>();

    private Programme() {}

    /** @param deepest messages of the longest queue */
    static List<Scene> scenes(long deepest) {
        Programme programme = new Programme();
        programme.throughput();
        programme.latency();
        programme.topics();
        programme.power();
        programme.alone(deepest);
        programme.processes();
        programme.sizes();
        return programme.scenes;
    }

    static String latencyAt(long rate) {
        return "latency-" + Counts.text(rate);
    }

    static String topicOf(int subscriptions) {
        return "topic-" + subscriptions;
    }

    static String publishTo(int subscriptions) {
        return "publish-" + subscriptions;
    }

    static String openWith(long messages) {
        return "open-" + Counts.text(messages);
    }

    static String depthOf(long messages) {
        return "depth-" + Counts.text(messages);
    }

    private void throughput() {
        List<Cell> one = spinning(Kind.FLOW, JMS, ENGINE, CHRONICLE, RING);
        one.add(Cell.of(Kind.FLOW, JMS));
        one.addAll(cells(Kind.FLOW, ARTEMIS, CLASSIC, ARTEMIS_UNSYNCED));
        add(ONE_TO_ONE, "Throughput, 1 sender to 1 receiver", Figure.PER_SECOND, one);
        add(
                FOUR_TO_FOUR,
                "Throughput, 4 senders to 4 receivers",
                Figure.PER_SECOND,
                with(cell -> cell.ends(4, 4), cells(Kind.FLOW, JMS, ARTEMIS, CLASSIC, ARTEMIS_UNSYNCED)));
        add(
                FOUR_TO_FOUR_TRANSACTED,
                "Throughput, 4 senders to 4 receivers, transactions of 100",
                Figure.PER_SECOND,
                with(cell -> cell.ends(4, 4).with(Amount.BATCH, BATCH), cells(Kind.FLOW, JMS, ARTEMIS, CLASSIC)));
        add(
                "1-1-tx100",
                "Throughput, 1 sender to 1 receiver, transactions of 100",
                Figure.PER_SECOND,
                with(cell -> cell.with(Amount.BATCH, BATCH), cells(Kind.FLOW, JMS, ARTEMIS, CLASSIC)));
        List<Cell> asked = spinning(Kind.REQUESTS, JMS);
        asked.addAll(cells(Kind.REQUESTS, JMS, ARTEMIS, CLASSIC));
        add(REQUESTS, "Request and reply over a temporary queue", Figure.P50, asked);
    }

    private void latency() {
        for (long rate : new long[] {1_000, 5_000, 10_000, 100_000, 500_000}) {
            List<Cell> cells = spinning(Kind.PACED, JMS, ENGINE, CHRONICLE, RING);
            cells.add(Cell.of(Kind.PACED, JMS));
            if (rate <= 5_000) {
                PEERS.forEach(peer -> cells.add(Cell.of(Kind.PACED, peer)));
                cells.add(Cell.of(Kind.PACED, ARTEMIS_UNSYNCED));
            }
            add(
                    latencyAt(rate),
                    "Latency at " + Counts.text(rate) + " messages/s, from when a message was due",
                    Figure.P50,
                    with(cell -> cell.with(Amount.RATE, rate), cells));
            if (rate == COMPARED_RATE) {
                // Next to each other: this machine has times in which everything takes twice as long.
                add(
                        latencyAt(rate) + "-" + TWO_PROCESSES,
                        "Latency at " + Counts.text(rate) + " messages/s, two processes",
                        Figure.P50,
                        with(
                                cell -> cell.with(Amount.RATE, rate).with(Amount.PROCESSES, 2),
                                spinning(Kind.PACED, JMS, ENGINE, CHRONICLE)));
            }
        }
    }

    private void topics() {
        for (int subscriptions : new int[] {4, 1, 16}) {
            add(
                    topicOf(subscriptions),
                    "Topic with " + subscriptions + " durable subscribers, messages published",
                    Figure.PER_SECOND,
                    with(cell -> cell.onTopic().ends(1, subscriptions), cells(Kind.FLOW, JMS, ARTEMIS, CLASSIC)));
        }
        for (int subscriptions : new int[] {1, 16}) {
            add(
                    publishTo(subscriptions),
                    "What publishing costs with " + subscriptions + " durable subscriptions",
                    Figure.SEND_CPU_NANOS,
                    with(cell -> cell.onTopic().ends(1, subscriptions), cells(Kind.SENDS, JMS)));
        }
    }

    private void power() {
        UnaryOperator<Cell> forced = cell -> cell.durability(Durability.POWER);
        List<Cell> all = with(forced, cells(Kind.FLOW, JMS, ARTEMIS, ARTEMIS_BUFFERED, CLASSIC));
        List<Cell> alone = with(cell -> cell.ends(1, 0), all);
        alone.add(Cell.of(Kind.FLOW, FDATASYNC).durability(Durability.POWER).ends(1, 0));
        add(POWER_ONE, "POWER: 1 sender, against forced writes alone", Figure.PER_SECOND, alone);
        add(POWER_EIGHT, "POWER: 8 senders", Figure.PER_SECOND, with(cell -> cell.ends(8, 0), all));
        add(
                POWER_TRANSACTED,
                "POWER: 1 sender, transactions of 100",
                Figure.PER_SECOND,
                with(cell -> cell.ends(1, 0).with(Amount.BATCH, BATCH), all));
        add(
                POWER_EIGHT_TRANSACTED,
                "POWER: 8 senders, transactions of 100",
                Figure.PER_SECOND,
                with(cell -> cell.ends(8, 0).with(Amount.BATCH, BATCH), all));
    }

    private void alone(long deepest) {
        List<Cell> cost = spinning(Kind.COST, JMS, ENGINE, CHRONICLE);
        cost.add(cost.get(0).with(Amount.REFILLED, 1));
        add(
                COST,
                "What a message costs the threads that send and receive it",
                Figure.SEND_CPU_NANOS,
                with(cell -> cell.with(Amount.BACKLOG, MILLION), cost));
        List<Cell> held = with(cell -> cell.with(Amount.BACKLOG, 8 * MILLION), cells(Kind.BACKLOG, JMS, CHRONICLE));
        held.addAll(with(cell -> cell.with(Amount.BACKLOG, MILLION / 20), cells(Kind.BACKLOG, ARTEMIS, CLASSIC)));
        add(HELD, "What a message takes that lies unread", Figure.DISK_HELD, held);
        add("send", "The send call alone", Figure.P50, cells(Kind.SENDS, JMS, ENGINE, CHRONICLE, ARTEMIS, CLASSIC));
        for (long depth = MILLION; depth <= deepest; depth *= 10) {
            deep(depth);
        }
        List<Cell> idle = cells(Kind.IDLE, ENGINE);
        idle.add(Cell.of(Kind.IDLE, ENGINE).waiting(WaitPolicy.ECONOMY));
        idle.add(Cell.of(Kind.IDLE, SOCKET));
        add(IDLE, "Waiting, and waking up, across processes", Figure.P99, idle);
    }

    private void deep(long messages) {
        String many = Counts.text(messages);
        add(
                depthOf(messages),
                "Through a queue of " + many + " messages, and an empty one",
                Figure.OF_EMPTY,
                with(cell -> cell.with(Amount.BACKLOG, messages), cells(Kind.DEPTH, ENGINE, JMS)));
        add(
                openWith(messages),
                "From opening a store with " + many + " messages to the first one",
                Figure.OPEN_NANOS,
                with(cell -> cell.with(Amount.BACKLOG, messages), cells(Kind.OPEN, ENGINE)));
    }

    private void processes() {
        for (int processes : new int[] {1, 2}) {
            add(
                    processes == 1 ? TWO_THREADS : TWO_PROCESSES,
                    "1 sender to 1 receiver, flat out, " + (processes == 1 ? "two threads" : "two processes"),
                    Figure.PER_SECOND,
                    with(
                            cell -> cell.with(Amount.PROCESSES, processes).with(Amount.BACKLOG, MILLION),
                            spinning(Kind.COUNTED, ENGINE, JMS, CHRONICLE)));
        }
    }

    private void sizes() {
        for (int size : new int[] {1_000, 10_000, 1 << 20}) {
            List<Cell> cells = spinning(Kind.FLOW, JMS, CHRONICLE);
            cells.addAll(cells(Kind.FLOW, ARTEMIS, CLASSIC));
            add(
                    "size-" + size,
                    "Throughput, 1 sender to 1 receiver, messages of " + size + " B",
                    Figure.PER_SECOND,
                    with(cell -> cell.with(Amount.SIZE, size), cells));
        }
    }

    private void add(String id, String title, Figure main, List<Cell> cells) {
        scenes.add(new Scene(id, title, main, List.copyOf(cells)));
    }

    private static List<Cell> cells(Kind kind, Contender... contenders) {
        List<Cell> cells = new ArrayList<>();
        for (Contender contender : contenders) {
            cells.add(Cell.of(kind, contender));
        }
        return cells;
    }

    private static List<Cell> spinning(Kind kind, Contender... contenders) {
        return with(cell -> cell.waiting(WaitPolicy.SPIN), cells(kind, contenders));
    }

    private static List<Cell> with(UnaryOperator<Cell> change, List<Cell> cells) {
        return new ArrayList<>(cells.stream().map(change).toList());
    }
}
