package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@link PowerCutChild} said before the power was cut, and what it found after. */
final class PowerCutOutcome {
    private final Map<Long, Long> sent = new TreeMap<>();
    private final Set<Long> moved = new HashSet<>();
    private final Set<Long> prepared = new HashSet<>();
    private final Set<Long> ran = new HashSet<>();
    private final Set<Long> acknowledged = new HashSet<>();
    /** When each was moved, whether or not we heard of it before the cut. */
    private final Map<Long, Long> everMoved = new TreeMap<>();

    private final TreeSet<Long> everAcknowledged = new TreeSet<>();
    private final Map<String, List<Long>> got =
            new TreeMap<>(Map.of("in", new ArrayList<>(), "out", new ArrayList<>(), "copy", new ArrayList<>()));
    private final Map<String, Long> depths = new TreeMap<>();
    private final Map<String, Long> left = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final long cutNanos;

    PowerCutOutcome(List<String> loaded, List<String> ever, List<String> checked, long cutNanos) {
        this.cutNanos = cutNanos;
        for (String line : loaded) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "sent" -> sent.put(Long.parseLong(words[1]), Long.parseLong(words[2]));
                case "moved" -> moved.add(Long.parseLong(words[1]));
                case "ran" -> ran.add(Long.parseLong(words[1]));
                case "prepared" -> prepared.add(Long.parseLong(words[1]));
                case "acknowledged" -> acknowledged.add(Long.parseLong(words[1]));
                default -> {}
            }
        }
        for (String line : ever) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "moved" -> everMoved.put(Long.parseLong(words[1]), Long.parseLong(words[2]));
                case "acknowledged" -> everAcknowledged.add(Long.parseLong(words[1]));
                default -> {}
            }
        }
        for (String line : checked) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "got" -> list(words[1]).add(Long.parseLong(words[2]));
                case "depth" -> depths.put(words[1], Long.parseLong(words[2]));
                case "left" -> left.put(words[1], Long.parseLong(words[2]));
                case "reported" -> complaints.add(line);
                default -> {}
            }
        }
    }

    private List<Long> list(String queue) {
        return got.computeIfAbsent(queue, unused -> new ArrayList<>());
    }

    long cutNanos() {
        return cutNanos;
    }

    /** It opens, delivers nothing wrong and nothing twice, counts right, and goes on. */
    void assertSound() {
        got.forEach((queue, numbers) -> {
            assertThat(numbers)
                    .as("delivered by %s", queue)
                    .doesNotHaveDuplicates()
                    .doesNotContain(-1L)
                    .contains((long) Integer.MAX_VALUE);
            assertThat(depths).containsEntry(queue, numbers.size() - 1L);
            assertThat(left).containsEntry(queue, 0L);
        });
    }

    /** Messages whose send returned before this time and that are nowhere. */
    Set<Long> lost(long untilNanos) {
        Set<Long> lost = new TreeSet<>();
        sent.forEach((number, nanos) -> {
            boolean there = list("in").contains(number)
                    || list("out").contains(number)
                    || list("plain").contains(number);
            boolean moving = everMoved.getOrDefault(number, 0L) >= untilNanos;
            if (nanos < untilNanos && !there && !moving && !isAcknowledged(number)) {
                lost.add(number);
            }
        });
        return lost;
    }

    int sent() {
        return sent.size();
    }

    /** How long before the cut the send of the oldest one had returned; 0 if none is lost. */
    long oldestLostMillis() {
        return lost(Long.MAX_VALUE).stream()
                .mapToLong(number -> (cutNanos - sent.get(number)) / 1_000_000)
                .max()
                .orElse(0);
    }

    /** Of those whose acknowledge had returned. */
    long deliveredAgain() {
        return list("plain").stream().filter(acknowledged::contains).count();
    }

    /** One more than we heard of may have been, in the moment of the kill. */
    private boolean isAcknowledged(long number) {
        long next = everAcknowledged.isEmpty() ? 0 : everAcknowledged.last() + 3;
        return everAcknowledged.contains(number) || number == next;
    }

    private void assertRunsAreWhole() {
        List<Long> there = new ArrayList<>(list(PowerCutChild.RUNS));
        there.remove((Long) (long) Integer.MAX_VALUE);
        Map<Long, Long> lengths = new TreeMap<>();
        there.forEach(number -> lengths.merge(number / PowerCutChild.RUN_LENGTH, 1L, Long::sum));
        assertThat(lengths.values()).as("half of a run").allMatch(length -> length == PowerCutChild.RUN_LENGTH);
        assertThat(lengths.keySet()).as("runs whose commit returned").containsAll(ran);
        assertThat(there).as("order").isSorted();
    }

    void assertNothingReturnedIsLost() {
        assertThat(lost(Long.MAX_VALUE))
                .as(
                        "sends that returned: acknowledged=%s, plain=%s, said by the one that looked=%s",
                        everAcknowledged.isEmpty() ? "none" : everAcknowledged.last(), list("plain"), complaints)
                .isEmpty();
        assertThat(list("out")).as("moved by commits that returned").containsAll(moved);
        assertThat(list("out")).as("prepared, and then committed").containsAll(prepared);
        assertRunsAreWhole();
        assertThat(list("plain")).as("acknowledged").doesNotContainAnyElementsOf(acknowledged);
        Set<Long> in = new HashSet<>(list("in"));
        in.remove((long) Integer.MAX_VALUE);
        assertThat(list("out")).as("half of a transaction").doesNotContainAnyElementsOf(in);
        assertThat(new TreeSet<>(list("out"))).as("half of a transaction").isEqualTo(new TreeSet<>(list("copy")));
    }
}
