package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.testing.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a doorbell costs, measured. The bounds are generous: they catch a bell that is polled or a thread that spins, not a slow machine. */
class DoorbellIT {
    private static final int WARM_UP = 2_000;
    private static final int RINGS = 5_000;
    private static final long WAKE_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final double IDLE_LIMIT = 0.005;

    @TempDir
    Path directory;

    private AttachedStore store;

    @BeforeEach
    void open() {
        store = new AttachedStore(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldWakeAMemberOfTheSameProcessSoon() throws InterruptedException {
        Member ringer = store.attachAndReap();
        Member rung = store.attachAndReap();
        measure("ring to onBell, same process", ringer, rung.slot(), rung, 1);
    }

    @Test
    void shouldWakeAMemberOfAnotherProcessSoon() throws InterruptedException {
        Member ringer = store.attachAndReap();
        try (ChildJvm child = MemberChild.start(store.root())) {
            child.ask("echo " + ringer.slot());
            int slot = Member.slotOf(MemberChild.tokenOf(child));
            measure("ring to onBell, other process (half a round trip)", ringer, slot, ringer, 2);
        }
    }

    private static void measure(String what, Member ringer, int slot, Member rung, int ways)
            throws InterruptedException {
        BlockingQueue<Long> arrivals = new ArrayBlockingQueue<>(1);
        rung.onBell(() -> arrivals.offer(System.nanoTime()));
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < WARM_UP + RINGS; i++) {
            arrivals.clear();
            long startNs = System.nanoTime();
            ringer.ring(slot);
            Long arrivedNs = arrivals.poll(10, TimeUnit.SECONDS);
            assertThat(arrivedNs).as("ring %d", i).isNotNull();
            if (i >= WARM_UP && arrivedNs > startNs) {
                histogram.recordValue((arrivedNs - startNs) / ways);
            }
        }
        print(what, histogram);
        assertThat(histogram.getValueAtPercentile(50)).isLessThan(WAKE_LIMIT_NS);
    }

    private static void print(String what, Histogram histogram) {
        System.out.printf(
                "%s: p50=%.1f us, p99=%.1f us, max=%.1f us%n",
                what,
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getMaxValue() / 1e3);
    }

    @Test
    void shouldTellInMicrosecondsWhoIsAlive() {
        Member asking = store.attachAndReap();
        try (ChildJvm child = MemberChild.start(store.root())) {
            long token = MemberChild.tokenOf(child);
            Histogram histogram = new Histogram(3);
            for (int i = 0; i < WARM_UP + RINGS; i++) {
                long startNs = System.nanoTime();
                boolean alive = asking.isAlive(token);
                long tookNs = System.nanoTime() - startNs;
                assertThat(alive).isTrue();
                if (i >= WARM_UP) {
                    histogram.recordValue(tookNs);
                }
            }
            print("isAlive of a member in another process", histogram);
            assertThat(histogram.getValueAtPercentile(50)).isLessThan(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void shouldCostNothingWhenIdle() {
        Member idle = store.attachAndReap();
        try (ChildJvm first = MemberChild.start(store.root());
                ChildJvm second = MemberChild.start(store.root());
                ChildJvm third = MemberChild.start(store.root())) {
            assertThat(first.ask("attachments")).isEqualTo("4");
            assertThat(second.ask("attachments")).isEqualTo("4");
            assertThat(third.ask("attachments")).isEqualTo("4");
            long startNs = System.nanoTime();
            long startCpuNs = doorbellCpuNs(idle);
            await().pollDelay(IDLE).atMost(IDLE.multipliedBy(2)).until(() -> true);
            double share = (double) (doorbellCpuNs(idle) - startCpuNs) / (System.nanoTime() - startNs);
            System.out.printf("doorbell thread, idle among 4 members: %.4f %% of a core%n", share * 100);
            assertThat(share).isLessThan(IDLE_LIMIT);
        }
    }

    @Test
    void shouldNotSpinWhenItsProcessIsOutOfDescriptors() throws Exception {
        Member ringer = store.attachAndReap();
        try (ChildJvm child = MemberChild.start(store.root());
                Callers callers = new Callers()) {
            int slot = Member.slotOf(MemberChild.tokenOf(child));
            await().until(() -> rings(child) > 0);
            limitDescriptors(child, 0);
            callers.call(store.layout.bell(slot), 50);
            await().until(() -> child.ask("errors").contains("Too many open files"));

            long startNs = System.nanoTime();
            long startCpuMs = cpuMs(child);
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            double share =
                    (double) (cpuMs(child) - startCpuMs) / TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertThat(share).isLessThan(0.5);

            int before = rings(child);
            ringer.ring(slot);
            await().until(() -> rings(child) > before);
            int callersWaiting = rings(child);
            limitDescriptors(child, 500);
            await().until(() -> rings(child) > callersWaiting);
        }
    }

    private static int rings(ChildJvm child) {
        return Integer.parseInt(child.ask("rings"));
    }

    /** Lets a child open so many descriptors beyond those it has. */
    private static void limitDescriptors(ChildJvm child, int more) throws Exception {
        int most = more;
        try (Stream<Path> open = Files.list(Path.of("/proc/" + child.pid() + "/fd"))) {
            most += 1
                    + open.mapToInt(each -> Integer.parseInt(each.getFileName().toString()))
                            .max()
                            .orElseThrow();
        }
        Process prlimit = new ProcessBuilder("prlimit", "--pid=" + child.pid(), "--nofile=" + most + ":4096")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    private static long cpuMs(ChildJvm child) {
        return ProcessHandle.of(child.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow()
                .toMillis();
    }

    /** Connections to a bell that nobody answers. */
    private static final class Callers implements AutoCloseable {
        private final List<SocketChannel> channels = new ArrayList<>();

        void call(Path bell, int times) throws IOException {
            for (int i = 0; i < times; i++) {
                channels.add(SocketChannel.open(UnixDomainSocketAddress.of(bell)));
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    private static long doorbellCpuNs(Member member) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        String name = "foliomq-doorbell-" + member.slot();
        for (long id : threads.getAllThreadIds()) {
            if (threads.getThreadInfo(id) != null
                    && threads.getThreadInfo(id).getThreadName().equals(name)) {
                return threads.getThreadCpuTime(id);
            }
        }
        throw new AssertionError("no thread " + name);
    }
}
