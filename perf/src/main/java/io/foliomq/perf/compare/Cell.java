package io.foliomq.perf.compare;

import io.foliomq.engine.Durability;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Setup;
import io.foliomq.perf.contender.Traffic;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What one contender is to do in a scene. */
record Cell(
        Kind kind,
        Contender contender,
        WaitPolicy waiting,
        Durability durability,
        boolean topic,
        Map<Amount, Long> amounts) {
    private static final int WORDS_BEFORE_AMOUNTS = 5;

    static Cell of(Kind kind, Contender contender) {
        return new Cell(kind, contender, WaitPolicy.BALANCED, Durability.PROCESS, false, Map.of());
    }

    Cell waiting(WaitPolicy policy) {
        return new Cell(kind, contender, policy, durability, topic, amounts);
    }

    Cell durability(Durability level) {
        return new Cell(kind, contender, waiting, level, topic, amounts);
    }

    Cell onTopic() {
        return new Cell(kind, contender, waiting, durability, true, amounts);
    }

    Cell with(Amount amount, long value) {
        Map<Amount, Long> all = new EnumMap<>(Amount.class);
        all.putAll(amounts);
        all.put(amount, value);
        return new Cell(kind, contender, waiting, durability, topic, Collections.unmodifiableMap(all));
    }

    Cell ends(int from, int to) {
        return with(Amount.SENDERS, from).with(Amount.RECEIVERS, to);
    }

    int size() {
        return (int) amount(Amount.SIZE);
    }

    int senders() {
        return (int) amount(Amount.SENDERS);
    }

    int receivers() {
        return (int) amount(Amount.RECEIVERS);
    }

    int batch() {
        return (int) amount(Amount.BATCH);
    }

    int processes() {
        return (int) amount(Amount.PROCESSES);
    }

    long rate() {
        return amount(Amount.RATE);
    }

    long backlog() {
        return amount(Amount.BACKLOG);
    }

    private boolean isRefilled() {
        return amount(Amount.REFILLED) > 0;
    }

    private long amount(Amount amount) {
        return amounts.getOrDefault(amount, amount.usual());
    }

    Setup setup(Path directory) {
        return new Setup(directory, size(), waiting, durability, new Traffic(topic, batch(), isRefilled()));
    }

    /** The contender, how it waits where that is its choice, and whether it uses one message again. */
    String label() {
        boolean chooses = contender == Contender.JMS || contender == Contender.ENGINE;
        return contender
                + (chooses ? " " + waiting.name().toLowerCase(Locale.ROOT) : "")
                + (isRefilled() ? ", refilled" : "");
    }

    /** As words on one line. */
    String toLine() {
        StringBuilder line = new StringBuilder(String.join(
                " ", kind.name(), contender.name(), waiting.name(), durability.name(), Boolean.toString(topic)));
        amounts.forEach(
                (amount, value) -> line.append(' ').append(amount).append('=').append(value));
        return line.toString();
    }

    static Cell ofWords(String[] words, int from) {
        Cell cell = new Cell(
                Kind.valueOf(words[from]),
                Contender.valueOf(words[from + 1]),
                WaitPolicy.valueOf(words[from + 2]),
                Durability.valueOf(words[from + 3]),
                Boolean.parseBoolean(words[from + 4]),
                Map.of());
        for (int i = from + WORDS_BEFORE_AMOUNTS; i < words.length; i++) {
            String[] amount = words[i].split("=", 2);
            cell = cell.with(Amount.valueOf(amount[0]), Long.parseLong(amount[1]));
        }
        return cell;
    }
}
