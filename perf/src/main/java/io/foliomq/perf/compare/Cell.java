package io.foliomq.perf.compare;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.contender.Traffic;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What one contender is to do in a scene.
 *
 * @param receivers of a topic, each has a subscription
 * @param rate messages a second, where the kind has one
 * @param backlog messages that lie unread, where the kind has them
 */
record Cell(
        Kind kind,
        Contender contender,
        WaitPolicy waiting,
        Durability durability,
        int size,
        int senders,
        int receivers,
        boolean topic,
        int batch,
        int processes,
        long rate,
        long backlog) {
    private static final int USUAL_SIZE = 100;

    static Cell of(Kind kind, Contender contender) {
        return new Cell(kind, contender, WaitPolicy.BALANCED, Durability.PROCESS, USUAL_SIZE, 1, 1, false, 1, 1, 0, 0);
    }

    Cell waiting(WaitPolicy policy) {
        return new Cell(
                kind, contender, policy, durability, size, senders, receivers, topic, batch, processes, rate, backlog);
    }

    Cell durability(Durability level) {
        return new Cell(
                kind, contender, waiting, level, size, senders, receivers, topic, batch, processes, rate, backlog);
    }

    Cell size(int bytes) {
        return new Cell(
                kind,
                contender,
                waiting,
                durability,
                bytes,
                senders,
                receivers,
                topic,
                batch,
                processes,
                rate,
                backlog);
    }

    Cell ends(int from, int to) {
        return new Cell(kind, contender, waiting, durability, size, from, to, topic, batch, processes, rate, backlog);
    }

    Cell onTopic() {
        return new Cell(
                kind, contender, waiting, durability, size, senders, receivers, true, batch, processes, rate, backlog);
    }

    Cell batch(int messages) {
        return new Cell(
                kind,
                contender,
                waiting,
                durability,
                size,
                senders,
                receivers,
                topic,
                messages,
                processes,
                rate,
                backlog);
    }

    Cell processes(int count) {
        return new Cell(
                kind, contender, waiting, durability, size, senders, receivers, topic, batch, count, rate, backlog);
    }

    Cell rate(long perSecond) {
        return new Cell(
                kind,
                contender,
                waiting,
                durability,
                size,
                senders,
                receivers,
                topic,
                batch,
                processes,
                perSecond,
                backlog);
    }

    Cell backlog(long messages) {
        return new Cell(
                kind,
                contender,
                waiting,
                durability,
                size,
                senders,
                receivers,
                topic,
                batch,
                processes,
                rate,
                messages);
    }

    Setup setup(Path directory) {
        return new Setup(directory, size, waiting, durability, new Traffic(topic, batch));
    }

    /** The contender, and how it waits where that is its choice. */
    String label() {
        boolean chooses = contender == Contender.JMS || contender == Contender.ENGINE;
        return contender + (chooses ? " " + waiting.name().toLowerCase(Locale.ROOT) : "");
    }

    /** As words on one line. */
    String toLine() {
        return String.join(
                " ",
                kind.name(),
                contender.name(),
                waiting.name(),
                durability.name(),
                Integer.toString(size),
                Integer.toString(senders),
                Integer.toString(receivers),
                Boolean.toString(topic),
                Integer.toString(batch),
                Integer.toString(processes),
                Long.toString(rate),
                Long.toString(backlog));
    }

    static Cell ofWords(String[] words, int from) {
        return new Cell(
                Kind.valueOf(words[from]),
                Contender.valueOf(words[from + 1]),
                WaitPolicy.valueOf(words[from + 2]),
                Durability.valueOf(words[from + 3]),
                Integer.parseInt(words[from + 4]),
                Integer.parseInt(words[from + 5]),
                Integer.parseInt(words[from + 6]),
                Boolean.parseBoolean(words[from + 7]),
                Integer.parseInt(words[from + 8]),
                Integer.parseInt(words[from + 9]),
                Long.parseLong(words[from + 10]),
                Long.parseLong(words[from + 11]));
    }
}
