package io.foliomq.perf.compare;

import io.foliomq.perf.contender.Contender;
import java.nio.file.Path;
import java.util.List;

/** What is done in a cell. */
enum Kind {
    /** Senders send as fast as what they sent is received. */
    FLOW,
    /** A number of messages goes from a sender to a receiver, which may be a process of its own. */
    COUNTED,
    /** Messages are sent when they are due. */
    PACED,
    /** A client asks, a server answers into its temporary queue. */
    REQUESTS,
    /** Each call of send is timed; nobody receives. */
    SENDS,
    /** One thread sends and receives in turn, and waits for nothing. */
    COST,
    /** Messages lie there. */
    BACKLOG,
    /** Messages go through a queue that is long, and through an empty one in turn. */
    DEPTH,
    /** A store is opened that has a backlog, and an empty one in turn. */
    OPEN,
    /** A consumer in another process has nothing to do, and is then woken by one message after the other. */
    IDLE;

    private static final int WARM_BATCH = 100;

    /** How long it takes, where that is not a matter of the cell. */
    record Duration(double warmSeconds, double seconds) {}

    Figures play(Cell cell, Path directory, Duration duration) {
        return switch (this) {
            case FLOW -> new Flow(cell, directory, duration).play();
            case COUNTED -> Paced.flatOut(cell, directory);
            case PACED -> Paced.play(cell, directory, duration);
            case REQUESTS -> RequestReply.play(cell, directory, duration);
            case SENDS -> Sends.play(cell, directory, duration);
            case COST -> Alone.cost(cell, directory);
            case BACKLOG -> Backlog.play(cell, directory);
            case DEPTH -> Alone.depth(cell, directory, duration);
            case OPEN -> Opening.play(cell, directory, duration);
            case IDLE -> Opening.idle(cell, directory, duration);
        };
    }

    /** What makes a JVM warm before its first cell, each for the same time. */
    static List<Cell> warmUps(Contender contender) {
        return switch (contender) {
            case JMS, ARTEMIS, CLASSIC ->
                List.of(
                        Cell.of(FLOW, contender),
                        Cell.of(FLOW, contender).with(Amount.BATCH, WARM_BATCH),
                        Cell.of(REQUESTS, contender),
                        Cell.of(FLOW, contender));
            case SOCKET -> List.of();
            case FDATASYNC -> List.of(Cell.of(FLOW, contender).ends(1, 0));
            default -> List.of(Cell.of(FLOW, contender));
        };
    }
}
