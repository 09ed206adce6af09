package io.foliomq.engine.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.DiskUse;
import io.foliomq.engine.testing.Figures;
import io.foliomq.engine.testing.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deep backlogs, consumers that never acknowledge, messages that are stuck, thousands of queues, subscriptions and processes: what each takes, printed and bounded. The build looks at a hundredth;
 * {@code engine/deep} takes its time: ten million messages, ten gigabytes past one that is stuck, thousands of the rest.
 */
class DeepAndSlowIT {
    private static final boolean LONG = Boolean.getBoolean("foliomq.deep");
    private static final int SEGMENT = LONG ? 64 << 20 : 1 << 20;
    private static final long DEEP = LONG ? 10_000_000 : 100_000;
    private static final long PAST_BYTES = LONG ? 10L << 30 : 40L << 20;
    private static final int MANY = LONG ? 3_000 : 60;
    private static final int PROCESSES = LONG ? 1_000 : 8;
    private static final int HELD = LONG ? 100_000 : 5_000;
    private static final int LENGTH = 100;
    private static final int LARGER = 10_000;
    private static final int STUCK_OF = LONG ? 1_000 : 100;
    /** A message of {@link #LARGER} bytes, the pages at its ends, and those around the last of its segment. */
    private static final long LIVE_PAGES = 12 * 4096;

    private static final long SLOT_BYTES = 16;
    /** With a heap of 64 MiB, of which little may depend on the depth. */
    private static final long HEAP_SLACK_KB = 12_000;

    private static final int SLACK = 40;
    /** One child of a thousand may come to the worst moment of a machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private ChildJvm start() {
        ChildJvm child = ChildJvm.start(DeepChild.class, directory.toString(), Integer.toString(SEGMENT));
        child.patience(PATIENCE).await("attached");
        return child;
    }

    private static Footprint footprint(ChildJvm child) {
        return Footprint.parse(child.ask("footprint"));
    }

    private static void report(String what, Footprint before, Footprint after) {
        System.out.println(what + ": before " + before + ", after " + after);
        after.figuresSince(before, what).print();
    }

    private static void assertBounded(Footprint before, Footprint after) {
        assertThat(after.descriptors()).isLessThan(before.descriptors() + SLACK);
        assertThat(after.mappings()).isLessThan(before.mappings() + SLACK);
        assertThat(after.threads()).isLessThan(before.threads() + SLACK);
        assertThat(after.heapKilobytes()).isLessThan(before.heapKilobytes() + HEAP_SLACK_KB);
    }

    @Test
    void shouldTakeNoMoreForADeepBacklog() {
        try (ChildJvm sender = start()) {
            sender.ask("send 100 " + LENGTH);
            Footprint before = footprint(sender);
            sender.patience(Duration.ofMinutes(20)).ask("send " + (DEEP - 100) + " " + LENGTH);
            Footprint after = footprint(sender);
            report("backlog of " + DEEP, before, after);
            assertBounded(before, after);
        }
        try (ChildJvm consumer = start()) {
            long openMicros = Long.parseLong(consumer.ask("opened"));
            String[] first = consumer.ask("first").split(" ");
            new Figures("opened with a backlog of " + DEEP)
                    .add("until open, µs", openMicros)
                    .add("to the first message, µs", Long.parseLong(first[1]))
                    .print();
            assertThat(first[0]).isEqualTo("0");
            assertThat(consumer.ask("depth")).isEqualTo(Long.toString(DEEP));
            consumer.ask("take 100 0");
            Footprint before = footprint(consumer);
            assertThat(consumer.patience(Duration.ofMinutes(20)).ask("take " + (DEEP - 100) + " 100"))
                    .isEqualTo("0");
            Footprint after = footprint(consumer);
            report("drained " + DEEP, before, after);
            assertBounded(before, after);
        }
    }

    @Test
    void shouldLetAConsumerHoldWhatItLikes() {
        try (ChildJvm child = start()) {
            child.ask("send " + 2 * HELD + " " + LENGTH);
            child.ask("hold 1");
            Footprint before = footprint(child);
            assertThat(child.ask("hold " + HELD)).isEqualTo(Integer.toString(HELD));
            Footprint after = footprint(child);
            report("holding " + HELD, before, after);
            assertBounded(before, after);
            assertThat(child.ask("take " + (HELD - 1) + " " + (HELD + 1))).isEqualTo(Integer.toString(HELD + 1));
        }
        try (ChildJvm next = start()) {
            // What it held is there again, in order.
            assertThat(next.ask("take " + (HELD + 1) + " 0")).isEqualTo("0");
        }
    }

    @Test
    void shouldGiveTheDiskBackBehindAMessageThatIsStuck() {
        long messages = PAST_BYTES / LARGER;
        long step = Math.max(1, messages / 100);
        try (ChildJvm child = start()) {
            child.ask("send 2 " + LARGER);
            child.ask("hold 1");
            child.ask("take 1 1");
            Footprint before = footprint(child);
            DiskUse most = DiskUse.of(directory);
            for (long number = 2; number < messages; number += step) {
                child.ask("send " + step + " " + LARGER);
                most = DiskUse.larger(most, DiskUse.of(directory));
                child.ask("take " + step + " " + number);
                most = DiskUse.larger(most, DiskUse.of(directory));
            }
            Footprint after = footprint(child);
            report(PAST_BYTES + " bytes past a stuck message", before, after);
            System.out.println("disk at most: " + most);
            new Figures("disk while " + PAST_BYTES + " bytes went past a stuck message")
                    .add("live, bytes, at most", step * LARGER)
                    .add("disk, bytes, at most", most.bytes())
                    .print();
            assertBounded(before, after);
            if (LONG) {
                // A segment of 1 MiB goes by while the background of a busy machine is away.
                assertThat(most.bytes()).as("%s", most).isLessThan(step * LARGER + 6L * SEGMENT);
            }
            assertThat(child.ask("depth")).isEqualTo("1");
            // The segment that is stuck, those under way, and a spare.
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> diskBytes() < 5L * SEGMENT + (1 << 20));
            assertThat(DiskUse.deletedButMapped(directory, child.pid())).isLessThan(3);
        }
    }

    /** One process sends, another takes and is stuck with one in so many; then it is killed. */
    @Test
    void shouldTakeTheDiskOfWhatIsStuckAndNotOfWhatLiesBetween() {
        int messages = (int) ((LONG ? 1L << 30 : PAST_BYTES) / LARGER);
        int step = messages / 40;
        try (ChildJvm sender = start()) {
            DiskUse most = DiskUse.of(directory);
            long held = 0;
            try (ChildJvm stuck = start()) {
                for (int number = 0; number < 40 * step; number += step) {
                    sender.ask("send " + step + " " + LARGER);
                    held = Long.parseLong(stuck.ask("pick " + step + " " + number + " " + STUCK_OF));
                    most = DiskUse.larger(most, DiskUse.of(directory));
                }
                long live = held * LIVE_PAGES + 40L * step * SLOT_BYTES + 4L * SEGMENT + (2 << 20);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(diskBytes()).isLessThan(live));
                System.out.println("disk at most: " + most);
                new Figures("disk while " + 40L * step * LARGER + " bytes went past stuck messages")
                        .add("stuck", held)
                        .add("live, bytes, at most", held * LARGER + (long) step * LARGER)
                        .add("disk, bytes, at most", most.bytes())
                        .add("disk in the end, bytes", diskBytes())
                        .print();
                stuck.kill();
            }
            assertThat(sender.ask("again " + STUCK_OF)).isEqualTo(Long.toString(held));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> diskBytes() < 4L * SEGMENT + (1 << 20));
        }
    }

    @Test
    void shouldHaveManyQueuesAndSubscriptions() {
        try (ChildJvm child = start()) {
            child.ask("queues 10");
            child.ask("subscriptions 10");
            Footprint before = footprint(child);
            child.patience(Duration.ofMinutes(20));
            assertThat(child.ask("queues " + MANY)).isEqualTo(Integer.toString(MANY + 1));
            Footprint queues = footprint(child);
            report(MANY + " queues", before, queues);
            assertThat(child.ask("subscriptions " + MANY)).isEqualTo(Integer.toString(MANY));
            Footprint after = footprint(child);
            report(MANY + " subscriptions", queues, after);
            // What is open stays open: so much for each.
            assertThat(after.descriptors()).isLessThan(before.descriptors() + 4L * MANY + SLACK);
            assertThat(after.mappings()).isLessThan(before.mappings() + 12L * MANY + SLACK);
            assertThat(after.threads()).isLessThan(before.threads() + SLACK);
            assertThat(after.heapKilobytes()).isLessThan(before.heapKilobytes() + HEAP_SLACK_KB + 20L * MANY);
        }
    }

    @Test
    void shouldBearShortLivedProcesses() throws IOException {
        try (ChildJvm lasting = start()) {
            lasting.ask("send 1 " + LENGTH);
            Footprint before = footprint(lasting);
            long files = files();
            for (int i = 0; i < PROCESSES; i++) {
                try (ChildJvm brief = start()) {
                    brief.ask("send 1 " + LENGTH);
                    brief.ask("hold 1");
                }
            }
            assertThat(lasting.ask("take " + (PROCESSES + 1) + " 0")).isEqualTo("0");
            Footprint after = footprint(lasting);
            report(PROCESSES + " processes that were killed", before, after);
            assertBounded(before, after);
            assertThat(files()).isLessThan(files + SLACK);
        }
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.count();
        }
    }

    private long diskBytes() {
        return DiskUse.of(directory).bytes();
    }
}
