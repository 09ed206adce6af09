package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.LimitExceededException;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.WaitPolicy;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the others wait for one who died, and for one who only sleeps. */
class DeathOfAHolderIT {
    /** {@code engine/deep} does it more often, and stops an appender longer. */
    private static final int ROUNDS = Integer.getInteger("foliomq.deaths", 5);

    private static final int STOPPED_SECONDS = Integer.getInteger("foliomq.stopped.seconds", 0);

    private static final double PROMISED_MS = 100;

    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(options());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoreOptions options() {
        return WorkingChild.options(directory.resolve("store")).withSendTimeoutMillis(1_500);
    }

    private ChildJvm start() {
        return WorkingChild.start(directory.resolve("store"), directory.resolve("notes"), 1);
    }

    private void send(String queue, int number) {
        Record record = new Record();
        record.buffer().putInt(record.payloadOffset(), number);
        store.queue(queue).newAppender().append(record.payloadLength(Integer.BYTES));
    }

    private static int number(@Nullable Delivery delivery) {
        assertThat(delivery).isNotNull();
        return delivery.record().buffer().getInt(delivery.record().payloadOffset());
    }

    /** The machine's scheduler may spoil a round; it does not spoil most of them. */
    private static void assertPromptly(String what, List<Double> millis) {
        System.out.println(what + ", ms: " + millis);
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        new Figures(what)
                .add("times", sorted.size())
                .add("half of them within, µs", micros(sorted.get(sorted.size() / 2)))
                .add("longest, µs", micros(sorted.get(sorted.size() - 1)))
                .print();
        assertThat(sorted.get(sorted.size() / 2)).as(what).isLessThan(PROMISED_MS);
    }

    private static long micros(double millis) {
        return Math.round(millis * 1_000);
    }

    private static List<Double> measured(LongSupplier nanos) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            millis.add(nanos.getAsLong() / 1e6);
        }
        return millis;
    }

    @Test
    void shouldWakeASleepingConsumerForWhatADeadOneHeld() {
        assertPromptly("kill -9 of a holder of leases until a sleeper has its message", measured(this::wakeAfterDeath));
    }

    private long wakeAfterDeath() {
        send("q", 7);
        try (ChildJvm victim = start();
                Tailer tailer = store.queue("q")
                        .subscription()
                        .openTailer(TailerOptions.DEFAULT.withWaiter(store.newWaiter(WaitPolicy.ECONOMY)))) {
            victim.ask("lease q");
            assertThat(tailer.poll()).isNull();
            AtomicReference<Thread> sleeper = new AtomicReference<>();
            CompletableFuture<Long> got = CompletableFuture.supplyAsync(() -> {
                sleeper.set(Thread.currentThread());
                Delivery delivery = tailer.poll(TimeUnit.SECONDS.toNanos(20));
                long now = System.nanoTime();
                assertThat(number(delivery)).isEqualTo(7);
                assertThat(delivery.deliveryCount()).isEqualTo(2);
                tailer.acknowledge(delivery.lease());
                return now;
            });
            await().until(() -> sleeper.get() != null && sleeper.get().getState() == Thread.State.TIMED_WAITING);
            long killed = System.nanoTime();
            victim.kill();
            return got.join() - killed;
        }
    }

    @Test
    void shouldSucceedADeadAppenderAtOnce() {
        assertPromptly(
                "kill -9 inside an append until another's append returned",
                measured(() -> appendAfterDeath(CrashPoint.APPEND_HALF_WRITTEN)));
    }

    private long appendAfterDeath(CrashPoint point) {
        try (ChildJvm victim = start();
                Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
            send("q", 1);
            victim.ask("arm " + point + " 1");
            victim.send("append q 99");
            victim.await("reached");
            CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> {
                send("q", 2);
                return System.nanoTime();
            });
            long killed = System.nanoTime();
            victim.kill();
            long nanos = sent.join() - killed;
            for (int expected = 1; expected <= 2; expected++) {
                Delivery delivery = tailer.poll();
                assertThat(number(delivery)).isEqualTo(expected);
                tailer.acknowledge(delivery.lease());
            }
            // Nobody sees half a record.
            assertThat(tailer.poll()).isNull();
            return nanos;
        }
    }

    @Test
    void shouldNeverRobAStoppedAppender() {
        send("q", 1);
        try (ChildJvm holder = start()) {
            holder.ask("arm " + CrashPoint.APPEND_HALF_WRITTEN + " 1");
            holder.send("append q 2");
            holder.await("reached");
            holder.pause();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOPPED_SECONDS);
            int refused = 0;
            do {
                assertThatThrownBy(() -> send("q", 3))
                        .isInstanceOf(LimitExceededException.class)
                        .hasMessageContaining("member=")
                        .hasMessageContaining("pid=" + holder.pid())
                        .hasMessageContaining("host=");
                refused++;
            } while (System.nanoTime() < end);
            new Figures("an appender stopped inside an append, senders refused by name")
                    .add("seconds", STOPPED_SECONDS)
                    .add("sends refused", refused)
                    .print();
            holder.resume();
            holder.ask("disarm");
            holder.await("appended");
            send("q", 3);
        }
        try (Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
            for (int expected = 1; expected <= 3; expected++) {
                assertThat(number(tailer.poll())).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldNotDeliverAgainWhatADeadCommitterSentAndOthersHaveSettled() {
        int segment = options().segmentRecords();
        try (Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
            try (ChildJvm committer = start()) {
                committer.ask("arm " + CrashPoint.COMMIT_UNLOCKED + " 1");
                committer.send("commit q 99");
                committer.await("reached");
                settle(tailer, 99);
                // The segment in which it was is settled, and others behind it.
                for (int number = 0; number < 3 * segment; number++) {
                    send("q", number);
                    settle(tailer, number);
                }
                await().until(() -> segments() <= 2);
            }
            send("q", 7);
            await().until(() -> transactions() == 0);
            settle(tailer, 7);
            assertThat(tailer.poll()).isNull();
        }
        await().until(() -> segments() == 1);
    }

    /** It does not fit into one segment, and its committer dies when it has begun the second, third or fourth. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldFinishALargeTransactionAndLoseNothingThatWasSentSince(int roll) {
        int messages = 3 * options().segmentRecords() + 100;
        send("q", 0);
        try (ChildJvm committer = start()) {
            committer.ask("arm " + CrashPoint.ROLL_OPENED + " " + roll);
            committer.send("commit q 1 " + messages);
            committer.await("reached");
            committer.kill();
            send("q", messages + 1);
            await().until(() -> transactions() == 0);
        }
        List<Integer> got = new ArrayList<>();
        try (Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery;
            while ((delivery = tailer.poll()) != null) {
                got.add(number(delivery));
                tailer.acknowledge(delivery.lease());
            }
        }
        assertThat(got).startsWith(0).hasSize(messages + 2).doesNotHaveDuplicates();
    }

    private static void settle(Tailer tailer, int expected) {
        Delivery delivery = tailer.poll();
        assertThat(number(delivery)).isEqualTo(expected);
        tailer.acknowledge(delivery.lease());
    }

    private long segments() {
        return files("queues/q/log/p4", ".cq4");
    }

    private long transactions() {
        return files("transactions", ".tx");
    }

    private long files(String where, String suffix) {
        String[] found =
                directory.resolve("store").resolve(where).toFile().list((parent, name) -> name.endsWith(suffix));
        return Objects.requireNonNull(found).length;
    }

    @Test
    void shouldForgetANonDurableSubscriptionWithItsDeadMember() {
        try (ChildJvm victim = start()) {
            victim.ask("subscribe news short");
            await().until(() -> store.topic("news").subscription("short").isPresent());
            victim.kill();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> store.topic("news").subscriptions().isEmpty());
        }
        // And nothing is kept for it.
        send("q", 1);
    }
}
