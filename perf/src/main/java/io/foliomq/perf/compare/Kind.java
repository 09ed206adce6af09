package io.foliomq.perf.compare;

import io.foliomq.perf.contender.Contender;
import java.nio.file.Path;
import java.util.List;

/** What is done in a cell. */
enum Kind {
    /** Senders send as fast as what they sent is received. */
    FLOW {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return new Flow(cell, directory, duration).play();
        }
    },
    /** A number of messages goes from a sender to a receiver, which may be a process of its own. */
    COUNTED {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return Paced.flatOut(cell, directory);
        }
    },
    /** Messages are sent when they are due. */
    PACED {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return Paced.play(cell, directory, duration);
        }
    },
    /** A client asks, a server answers into its temporary queue. */
    REQUESTS {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return RequestReply.play(cell, directory, duration);
        }
    },
    /** Each call of send is timed; nobody receives. */
    SENDS {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return Sends.play(cell, directory, duration);
        }
    },
    /** One thread sends and receives in turn, and waits for nothing. */
    COST {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return Alone.cost(cell, directory);
        }
    },
    /** Messages lie there. */
    BACKLOG {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return Backlog.play(cell, directory);
        }
    },
    /** Messages go through a queue that is long, and through an empty one in turn. */
    DEPTH {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return Alone.depth(cell, directory, duration);
        }
    },
    /** A store is opened that has a backlog, and an empty one in turn. */
    OPEN {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return Opening.play(cell, directory, duration);
        }
    },
    /** A consumer in another process has nothing to do, and is then woken by one message after the other. */
    IDLE {
        @Override
        Figures play(Cell cell, Path directory, Duration duration) {
            return Opening.idle(cell, directory, duration);
        }
    };

    private static final int WARM_BATCH = 100;

    /** How long it takes, where that is not a matter of the cell. */
    record Duration(double warmSeconds, double seconds) {}

    abstract Figures play(Cell cell, Path directory, Duration duration);

    /** What makes a JVM warm before its first cell, each for the same time. */
    static List<Cell> warmUps(Contender contender) {
        return switch (contender) {
            case JMS, ARTEMIS, CLASSIC ->
                List.of(
                        Cell.of(FLOW, contender),
                        Cell.of(FLOW, contender).batch(WARM_BATCH),
                        Cell.of(REQUESTS, contender),
                        Cell.of(FLOW, contender));
            case FDATASYNC -> List.of(Cell.of(FLOW, contender).ends(1, 0));
            default -> List.of(Cell.of(FLOW, contender));
        };
    }
}
