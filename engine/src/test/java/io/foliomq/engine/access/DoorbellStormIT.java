package io.foliomq.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.Footprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that storms the doorbell of another, which consumes what a third one sends. */
class DoorbellStormIT {
    private static final int MESSAGES = Integer.getInteger("foliomq.storm.messages", 100);
    private static final int THOUSANDS = 5_000;
    private static final int FEW_DESCRIPTORS = 256;
    private static final long LONGEST_SEND_MS = 5_000;
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(20);

    /** What a process keeps of callers, whoever they are, and some for what else it opens meanwhile. */
    private static final int MORE_DESCRIPTORS = 2_048 + 100;

    private static final int MORE_THREADS = 4;
    private static final int MORE_HEAP_KB = 16 << 10;

    @TempDir
    Path directory;

    private Store store;
    private ChildJvm attacked;
    private ChildJvm attacker;
    private Appender appender;
    private int sent;
    private long longestSendMs;

    @BeforeEach
    void open() {
        Path path = directory.resolve("store");
        store = Store.open(StoreOptions.at(path).withSegmentBytes(1 << 20).withDiskReserveBytes(0));
        appender = store.queue(AttackedChild.QUEUE).newAppender();
        start(ChildJvm.start(AttackedChild.class, path.toString()));
    }

    private void start(ChildJvm child) {
        attacked = child;
        attacked.await("attached");
        int slot = store.survey().members().stream()
                .filter(member -> member.pid() == attacked.pid())
                .findFirst()
                .orElseThrow()
                .slot();
        attacker = ChildJvm.start(StormChild.class, directory + "/store/members/" + slot + ".bell");
    }

    @AfterEach
    void close() {
        attacker.close();
        attacked.close();
        store.close();
    }

    private void send() {
        Record record = new Record().payloadLength(Long.BYTES);
        long start = System.nanoTime();
        record.buffer().putLong(record.payloadOffset(), start);
        appender.append(record);
        longestSendMs = Math.max(longestSendMs, (System.nanoTime() - start) / 1_000_000);
        sent++;
    }

    /** One after the other, each when the consumer has had time to fall asleep after the last. */
    private void deliver(String when) {
        attacked.ask("latency");
        longestSendMs = 0;
        for (int i = 1; i <= MESSAGES; i++) {
            send();
            int expected = i;
            await().atMost(LONGEST_DELIVERY)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> Integer.parseInt(attacked.ask("count")) == expected);
        }
        System.out.println("storm: " + when + ", longestSendMs=" + longestSendMs + ", delivered us p50 p99 max="
                + attacked.ask("latency") + ", " + attacked.ask("footprint") + ", cpuMs=" + attacked.ask("cpuMs")
                + ", errors=" + attacked.ask("errors"));
        assertThat(longestSendMs).isLessThan(LONGEST_SEND_MS);
    }

    private void weather(String what, Consumer<ChildJvm> storm) {
        deliver("before " + what);
        Footprint before = Footprint.parse(attacked.ask("footprint"));

        storm.accept(attacker);
        deliver("in " + what);
        Footprint during = Footprint.parse(attacked.ask("footprint"));
        System.out.println("storm: did " + attacker.ask("end"));

        assertThat(during.descriptors()).isLessThanOrEqualTo(before.descriptors() + MORE_DESCRIPTORS);
        assertThat(during.threads()).isLessThanOrEqualTo(before.threads() + MORE_THREADS);
        assertThat(during.heapKilobytes()).isLessThanOrEqualTo(before.heapKilobytes() + MORE_HEAP_KB);
        await().atMost(LONGEST_DELIVERY).untilAsserted(() -> {
            Footprint after = Footprint.parse(attacked.ask("footprint"));
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 8);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + MORE_THREADS);
        });
        deliver("after " + what);
    }

    @Test
    void shouldDeliverToWhomThousandsHoldConnectionsTo() {
        weather("thousands of connections", storm -> storm.ask("hold " + THOUSANDS));
    }

    @Test
    void shouldDeliverToWhomThousandsHalfClosedConnectionsGo() {
        weather("thousands of half-open connections", storm -> storm.ask("half " + THOUSANDS));
    }

    @Test
    void shouldDeliverInATorrentOfBytes() {
        weather("a torrent of bytes", storm -> storm.ask("torrent"));
    }

    @Test
    void shouldDeliverWhileOthersConnectAndCloseAsFastAsTheyCan() {
        weather("a storm of connects", storm -> storm.ask("churn 2"));
    }

    /** Of few descriptors, most stay for what the process has to open. */
    @Test
    void shouldLeaveDescriptorsToAProcessThatHasFew() {
        attacked.close();
        attacker.close();
        start(ChildJvm.startWithDescriptors(
                FEW_DESCRIPTORS, AttackedChild.class, store.directory().toString()));
        attacker.ask("hold " + THOUSANDS);
        for (int i = 0; i < 20; i++) {
            assertThat(attacked.ask("queue q" + i)).isEqualTo("made");
        }
        deliver("among few descriptors");
        assertThat(attacked.ask("errors")).startsWith("0 ");
    }

    /** Who rings a process that does not listen must not wait for it; what was sent meanwhile is there when it does. */
    @Test
    void shouldSendToWhomNobodyGetsThrough() {
        deliver("before a jam");
        attacked.pause();
        System.out.println("storm: jammed=" + attacker.ask("jam"));
        longestSendMs = 0;
        for (int i = 0; i < MESSAGES; i++) {
            send();
        }
        assertThat(longestSendMs).isLessThan(LONGEST_SEND_MS);
        attacked.resume();
        await().atMost(LONGEST_DELIVERY).until(() -> Integer.parseInt(attacked.ask("count")) == MESSAGES);
        deliver("in a jam");
        attacker.ask("end");
        deliver("after a jam");
    }
}
