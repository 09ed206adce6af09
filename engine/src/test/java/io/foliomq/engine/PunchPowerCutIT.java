package io.foliomq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.engine.testing.CrashAt;
import io.foliomq.engine.testing.CutFileSystem;
import io.foliomq.engine.testing.NumberedPayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cuts the power while settled records give their disk back, in a store that forces what is sent and not what is acknowledged: a hole must never be on disk before all that says that nobody wants what was there.
 */
class PunchPowerCutIT {
    private static final int STUCK_OF = 50;
    /** Sends that return behind the point: each forces the file system's journal, and what it has of holes. */
    private static final int SENT_BEHIND = 100;

    private static final Pattern GONE = Pattern.compile("reported .*records are gone.* first=(\\d+), last=.*");

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({"ext4, PUNCH_HOLE", "xfs, PUNCH_HOLE", "ext4, PUNCH_FORCED"})
    void shouldHaveNoHoleInWhatIsNotSettled(String type, CrashPoint point) {
        List<String> missing = CutFileSystem.missing(type);
        assumeTrue(missing.isEmpty(), () -> "cannot cut power: type=" + type + ", missing=" + missing);
        int visit = 1 + new Random().nextInt(point == CrashPoint.PUNCH_HOLE ? 20 : 3);
        try (CutFileSystem fileSystem = CutFileSystem.make(directory, type)) {
            Path store = fileSystem.root().resolve("store");
            List<String> said;
            try (ChildJvm child = ChildJvm.start(
                    CrashAt.OPTIONS, Child.class, "load", store.toString(), point.name(), Integer.toString(visit))) {
                child.patience(Duration.ofMinutes(3)).awaitLine(line -> line.startsWith("reached"), "reached " + point);
                for (int i = 0; i < SENT_BEHIND; i++) {
                    child.await("sent");
                }
                fileSystem.cutPower();
                child.kill();
                said = child.everything();
            }
            fileSystem.restorePower();
            try (ChildJvm child = ChildJvm.start(Child.class, "check", store.toString())) {
                child.await("checked");
                child.awaitExit();
                assertSound(said, child.everything());
            }
        }
    }

    private static List<Long> numbers(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> Long.parseLong(line.split(" ")[1]))
                .toList();
    }

    private static void assertSound(List<String> said, List<String> found) {
        List<Long> sent = numbers(said, "sent");
        long last = sent.get(sent.size() - 1);
        List<Long> got = numbers(found, "got");
        assertThat(got).isSorted().doesNotHaveDuplicates();
        assertThat(got).containsAll(sent.stream().filter(n -> n % STUCK_OF == 0).toList());
        List<String> gone = new ArrayList<>();
        for (String line : found) {
            Matcher range = GONE.matcher(line);
            // Ledgers of segments without holes were not forced: their damage is reported, and harmless.
            if (range.matches() && Long.parseLong(range.group(1)) <= last) {
                gone.add(line);
            }
        }
        assertThat(gone).as("what nobody had settled").isEmpty();
        assertThat(numbers(found, "findings")).containsExactly(0L);
        System.out.println("power cut at a hole: sent=" + sent.size() + ", got=" + got.size());
    }

    /** Sends one message after the other, forced; takes them and keeps one of so many; until it is killed. Or says what is there. */
    static final class Child {
        private Child() {}

        private static StoreOptions options(Path store) {
            return StoreOptions.at(store)
                    .withSegmentBytes(1 << 20)
                    .withDiskReserveBytes(0)
                    .withErrorHandler(e -> ChildLines.say("reported " + e));
        }

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[1]);
            if (arguments[0].equals("check")) {
                check(directory);
                return;
            }
            CrashAt.arm(CrashPoint.valueOf(arguments[2]), Integer.parseInt(arguments[3]));
            Store store = Store.open(options(directory));
            Thread taker = new Thread(() -> quietly(() -> take(store)), "taker");
            taker.setDaemon(true);
            taker.start();
            quietly(() -> send(store));
            // Until the test kills it.
            Thread.currentThread().join();
        }

        /** The power goes in the middle: what fails then is no failure of the test. */
        private static void quietly(Runnable action) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                ChildLines.say("stopped " + e);
            }
        }

        private static void send(Store store) {
            Appender appender = store.queue("q").newAppender(Durability.POWER);
            for (long number = 0; ; number++) {
                appender.append(NumberedPayload.record(bytes(number)));
                ChildLines.say("sent " + number);
            }
        }

        private static byte[] bytes(long number) {
            return (number + ";").repeat(800).getBytes(StandardCharsets.UTF_8);
        }

        private static long number(RecordView view) {
            return NumberedPayload.number(view, Child::bytes);
        }

        private static void take(Store store) {
            try (Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
                while (true) {
                    Delivery delivery = tailer.poll(1_000_000);
                    if (delivery != null && number(delivery.record()) % STUCK_OF != 0) {
                        tailer.acknowledge(delivery.lease());
                    }
                }
            }
        }

        private static void check(Path directory) {
            BootId boot = new BootId(ThreadLocalRandom.current().nextLong(), 1);
            try (Store store = Store.open(options(directory), boot)) {
                try (Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
                    List<Long> leases = new ArrayList<>();
                    long depth = store.queue("q").subscription().depth();
                    for (long i = 0; i < depth; i++) {
                        Delivery delivery = Objects.requireNonNull(tailer.poll());
                        ChildLines.say("got " + number(delivery.record()));
                        leases.add(delivery.lease());
                    }
                    leases.forEach(lease -> tailer.release(lease, false, 0));
                }
            }
            ChildLines.say("findings " + StoreCheck.verify(directory).count());
            ChildLines.say("checked");
        }
    }
}
