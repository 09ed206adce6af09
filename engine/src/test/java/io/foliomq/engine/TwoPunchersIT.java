package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Survey.KeptSegment;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.engine.testing.CrashAt;
import io.foliomq.engine.testing.NumberedPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two processes settle records of the same segments, in two subscriptions, and both give their disk back: one is stopped in the middle of it, with what it saw then, while more is settled and the other does it too; then it
 * goes on, or never does.
 */
class TwoPunchersIT {
    private static final String TOPIC = "t";
    private static final List<String> SUBSCRIPTIONS = List.of("left", "right");
    private static final int RECORDS = 2_400;
    private static final int LENGTH = 1_000;
    private static final int LARGE_LENGTH = 200_000;
    private static final int LARGE_OF = 200;
    /** Of the large ones, one is settled by the first process at once, and one by the other in the end. */
    private static final List<Integer> LARGE_AT = List.of(33, 177);

    /** Of so many records the first stays, the first process settles the next at once, and has leases of the rest. */
    private static final int ROUND = 100;

    private static final int HELD_FROM = 50;
    /** These it gives to the other in the end. */
    private static final int GIVEN_FROM = 75;

    private static final long DELAY_MS = TimeUnit.HOURS.toMillis(1);
    /** Around what stays of a segment, and what is not worth a hole. */
    private static final long PAGES_EACH = 5 * 4096;

    @TempDir
    Path directory;

    enum Fate {
        /** Goes on when the other is through. */
        RESUMED,
        /** Goes on at the same moment as the other, which was stopped at the same point. */
        TOGETHER,
        /** Dies there, and the other has to settle what it held. */
        KILLED
    }

    private Path store() {
        return directory.resolve("store");
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({"RESUMED, PUNCH_HOLE", "TOGETHER, PUNCH_FORCED", "KILLED, PUNCH_BODY"})
    void shouldGiveBackWhatIsSettledAndNothingElse(Fate fate, CrashPoint point) {
        int visit = 1 + new Random().nextInt(point == CrashPoint.PUNCH_HOLE ? 10 : 2);
        System.out.println("two punchers: fate=" + fate + ", point=" + point + ", visit=" + visit);
        try (Store store = Store.open(Child.options(store()));
                ChildJvm first = start();
                ChildJvm second = start()) {
            fill(store);
            first.ask("arm " + point + " " + visit);
            first.ask("take");
            first.await("reached");
            if (fate == Fate.KILLED) {
                first.kill();
                first.awaitExit();
            } else {
                first.ask("give");
            }
            if (fate == Fate.TOGETHER) {
                second.ask("arm " + point + " 1");
            }
            second.ask("finish " + (fate == Fate.KILLED ? HELD_FROM : GIVEN_FROM));
            if (fate == Fate.TOGETHER) {
                second.await("reached");
                first.send("disarm");
                second.ask("disarm");
                first.await("disarm");
            }
            awaitDisk(store);
            if (fate == Fate.RESUMED) {
                first.ask("disarm");
            }
            if (fate != Fate.KILLED) {
                first.ask("close");
            }
            second.ask("close");
            assertThat(first.pending()).isEmpty();
            assertThat(second.pending()).isEmpty();
        }
        assertSound();
    }

    private ChildJvm start() {
        ChildJvm child = ChildJvm.start(CrashAt.OPTIONS, Child.class, store().toString());
        child.patience(Duration.ofSeconds(90)).await("attached");
        return child;
    }

    private static void fill(Store store) {
        Destination topic = store.topic(TOPIC);
        SUBSCRIPTIONS.forEach(name -> topic.subscribe(new SubscriptionOptions(name, true, "")));
        Appender appender = topic.newAppender();
        for (int number = 0; number < RECORDS; number++) {
            appender.append(NumberedPayload.record(bytes(number)));
        }
    }

    private static byte[] bytes(int number) {
        String unit = number + ";";
        int length = isLarge(number) ? LARGE_LENGTH : LENGTH;
        return unit.repeat(length / unit.length()).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isLarge(int number) {
        return LARGE_AT.contains(number % LARGE_OF);
    }

    private static int number(RecordView view) {
        return (int) NumberedPayload.number(view, number -> bytes(Math.toIntExact(number)));
    }

    private static IntStream numbers(int from, int to) {
        return IntStream.range(0, RECORDS).filter(number -> number % ROUND >= from && number % ROUND < to);
    }

    /** The pages of closed segments but those around what stays, and the large bodies of all their records. */
    private void awaitDisk(Store store) {
        List<KeptSegment> segments = store.survey().segments(store.topic(TOPIC));
        assertThat(segments).hasSizeGreaterThan(2);
        long current = segments.get(segments.size() - 1).first();
        long bodies = IntStream.range((int) current, RECORDS)
                .filter(TwoPunchersIT::isLarge)
                .count();
        Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            for (KeptSegment each : store.survey().segments(store.topic(TOPIC))) {
                if (!each.current()) {
                    long stuck = (each.end() - each.first()) / ROUND + 3;
                    assertThat(each.diskBytes())
                            .as("segment %s", each.segment())
                            .isLessThan(stuck * PAGES_EACH);
                }
            }
            assertThat(bodies()).isEqualTo(bodies);
        });
        assertThat(store.survey().segments(store.topic(TOPIC)))
                .extracting(KeptSegment::segment)
                .isEqualTo(segments.stream().map(KeptSegment::segment).toList());
    }

    private long bodies() {
        try (Stream<Path> files =
                Files.list(store().resolve("topics").resolve(TOPIC).resolve("log/large"))) {
            return files.filter(path -> path.toString().endsWith(".body")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertSound() {
        assertThat(StoreCheck.verify(store()).findings()).isEmpty();
        long later = System.currentTimeMillis() + 2 * DELAY_MS;
        try (Store store = Store.open(Child.options(store()).withClock(() -> later))) {
            for (String name : SUBSCRIPTIONS) {
                assertThat(settled(name))
                        .as("settled by " + name)
                        .containsExactlyInAnyOrderElementsOf(
                                numbers(1, ROUND).boxed().toList());
                Subscription subscription =
                        store.topic(TOPIC).subscription(name).orElseThrow();
                assertThat(subscription.depth()).isEqualTo(RECORDS / ROUND);
                assertThat(drain(subscription))
                        .as("left for " + name)
                        .isEqualTo(numbers(0, 1).boxed().toList());
                assertThat(subscription.depth()).isZero();
                assertThat(subscription.bytes()).isZero();
            }
        }
    }

    private static Path notes(Path store, String subscription) {
        return store.resolveSibling("settled-" + subscription);
    }

    private List<Integer> settled(String subscription) {
        try (Stream<String> lines = Files.lines(notes(store(), subscription))) {
            return lines.map(Integer::parseInt).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> drain(Subscription subscription) {
        List<Integer> got = new ArrayList<>();
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            for (Delivery delivery = tailer.poll(); delivery != null; delivery = tailer.poll()) {
                got.add(number(delivery.record()));
                tailer.acknowledge(delivery.lease());
            }
        }
        return got;
    }

    /** A consumer of each subscription, which notes down what it has settled. */
    static final class Child {
        private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

        private final Path directory;
        private final Store store;
        private final List<Tailer> tailers = new ArrayList<>();
        private final List<List<Held>> held = new ArrayList<>();

        private record Held(int number, long lease) {}

        private Child(Path directory) {
            this.directory = directory;
            this.store = Store.open(options(directory));
        }

        static StoreOptions options(Path directory) {
            return StoreOptions.at(directory)
                    .withSegmentBytes(1 << 20)
                    .withDiskReserveBytes(0)
                    .withErrorHandler(failure -> ChildLines.say("reported " + failure));
        }

        private Object answer(String[] words) {
            switch (words[0]) {
                case "arm" -> CrashAt.arm(CrashPoint.valueOf(words[1]), Integer.parseInt(words[2]));
                case "disarm" -> CrashAt.disarm();
                case "take" -> forEach(this::take);
                case "give" -> forEach(this::give);
                case "finish" -> forEach(which -> finish(which, Integer.parseInt(words[1])));
                case "close" -> store.close();
                default -> throw new IllegalArgumentException("no such command: " + words[0]);
            }
            return "done";
        }

        private void forEach(IntConsumer subscription) {
            for (int which = 0; which < SUBSCRIPTIONS.size(); which++) {
                if (tailers.size() == which) {
                    tailers.add(store.topic(TOPIC)
                            .subscription(SUBSCRIPTIONS.get(which))
                            .orElseThrow()
                            .openTailer(TailerOptions.DEFAULT));
                    held.add(new ArrayList<>());
                }
                subscription.accept(which);
            }
        }

        /** Everything; settles some, and holds the rest. */
        private void take(int which) {
            for (int i = 0; i < RECORDS; i++) {
                Delivery delivery = Objects.requireNonNull(tailers.get(which).poll());
                int number = number(delivery.record());
                if (number % ROUND == 0) {
                    tailers.get(which).release(delivery.lease(), true, System.currentTimeMillis() + DELAY_MS);
                } else if (number % ROUND < HELD_FROM) {
                    settle(which, number, delivery.lease());
                } else {
                    held.get(which).add(new Held(number, delivery.lease()));
                }
            }
            // It says before it waits what it has left behind.
            if (tailers.get(which).poll(1) != null) {
                throw new AssertionError("delivered twice");
            }
        }

        private void settle(int which, int number, long lease) {
            tailers.get(which).acknowledge(lease);
            try {
                Files.writeString(
                        notes(directory, SUBSCRIPTIONS.get(which)),
                        number + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Settles a part of what it holds, and lets the other process have the rest. */
        private void give(int which) {
            for (Held each : held.get(which)) {
                if (each.number() % ROUND < GIVEN_FROM) {
                    settle(which, each.number(), each.lease());
                } else {
                    tailers.get(which).release(each.lease(), false, 0);
                }
            }
        }

        /** Settles what another process had leases of. */
        private void finish(int which, int from) {
            for (long left = numbers(from, ROUND).count(); left > 0; left--) {
                Delivery delivery = tailers.get(which).poll(PATIENCE_NANOS);
                settle(which, number(Objects.requireNonNull(delivery).record()), delivery.lease());
            }
            if (tailers.get(which).poll(1) != null) {
                throw new AssertionError("delivered twice");
            }
        }

        public static void main(String[] arguments) throws IOException {
            Child child = new Child(Path.of(arguments[0]));
            ChildLines.say("attached");
            ChildLines.answer(child::answer);
        }
    }
}
