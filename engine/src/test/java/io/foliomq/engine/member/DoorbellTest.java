package io.foliomq.engine.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Doorbells, their callers, and callers who mean no good. */
class DoorbellTest {
    @TempDir
    Path directory;

    private AttachedStore store;
    private final AtomicInteger rings = new AtomicInteger();

    @BeforeEach
    void open() {
        store = new AttachedStore(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A member that counts its rings, and whose neighbours have all been heard of. */
    private Member attachQuietly() throws IOException {
        Member member = store.attachAndReap();
        member.onBell(rings::incrementAndGet);
        return member;
    }

    private void assertIsWokenBy(Runnable ring) {
        int before = rings.get();
        ring.run();
        await().pollInterval(Duration.ofMillis(1)).until(() -> rings.get() > before);
    }

    @Test
    void shouldWakeWhoeverIsRung() throws IOException {
        Member ringer = store.attach();
        Member rung = attachQuietly();
        for (int i = 0; i < 100; i++) {
            assertIsWokenBy(() -> ringer.ring(rung.slot()));
            assertIsWokenBy(() -> rung.ring(rung.slot()));
        }
    }

    @Test
    void shouldRingNobodyInAVacantSlot() {
        Member member = store.attach();
        for (int slot : new int[] {1, 1023, 1024, -1, Integer.MAX_VALUE}) {
            member.ring(slot);
        }
    }

    @Test
    void shouldReportWhatTheListenerThrowsAndListenOn() throws IOException {
        Member ringer = store.attach();
        Member rung = attachQuietly();
        rung.onBell(() -> {
            rings.incrementAndGet();
            throw new AssertionError("made to fail");
        });
        long startNs = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertIsWokenBy(() -> ringer.ring(rung.slot()));
        }
        // Deaf for a second after each failure it would take longer.
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(15));
        assertThat(store.errors).isNotEmpty();
        assertThat(store.errors).allSatisfy(error -> assertThat(error).hasMessage("made to fail"));
        rung.onBell(() -> {});
        rung.close();
        store.errors.clear();
    }

    @Test
    void shouldListenOnEvenIfTheErrorHandlerThrows() throws IOException {
        Member ringer = store.attach();
        Member rung = Member.attach(store.layout, store.mark, () -> 1, store.nanoClock, store.onDeath, error -> {
            throw new IllegalStateException("made to fail", error);
        });
        rung.onBell(() -> {
            rings.incrementAndGet();
            throw new AssertionError("made to fail");
        });
        assertIsWokenBy(() -> ringer.ring(rung.slot()));
        assertIsWokenBy(() -> ringer.ring(rung.slot()));
        rung.close();
    }

    @Test
    void shouldListenOnWhenItsThreadIsInterrupted() throws IOException {
        Member ringer = store.attach();
        Member rung = attachQuietly();
        AtomicBoolean interruptedInTime = new AtomicBoolean();
        rung.onBell(() -> {
            rings.incrementAndGet();
            interruptedInTime.set(Thread.interrupted());
            Thread.currentThread().interrupt();
        });
        for (int i = 0; i < 10; i++) {
            assertIsWokenBy(() -> ringer.ring(rung.slot()));
        }
        assertThat(interruptedInTime).isFalse();
    }

    @Test
    void shouldRingFromAnInterruptedThreadWhomItNeverHeardOf() throws IOException {
        store.nanoClock = () -> 0;
        Member ringer = store.attach();
        Member rung = attachQuietly();
        int before = rings.get();
        Thread.currentThread().interrupt();
        ringer.ring(rung.slot());
        assertThat(Thread.interrupted()).isTrue();
        await().until(() -> rings.get() > before);
    }

    @Test
    void shouldRingTheNewOwnerOfASlotOnceTheOldOneIsGone() throws IOException {
        Member ringer = store.attach();
        for (int i = 0; i < 20; i++) {
            Member rung = attachQuietly();
            assertThat(rung.slot()).isEqualTo(1);
            assertIsWokenBy(() -> ringer.ring(1));
            rung.close();
        }
    }

    @Test
    void shouldAllocateNothingToRing() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Member ringer = store.attach();
        Member rung = attachQuietly();
        int many = 20_000;
        for (int i = 0; i < many; i++) {
            ringer.ring(rung.slot());
        }
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < many; i++) {
            ringer.ring(rung.slot());
        }
        assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(many);
    }

    @Test
    void shouldNotBeDrownedByAFloodOfBytes() throws Exception {
        Member ringer = store.attach();
        Member rung = attachQuietly();
        AtomicBoolean flooding = new AtomicBoolean(true);
        CountDownLatch flooded = new CountDownLatch(1);
        try (SocketChannel flood = SocketChannel.open(UnixDomainSocketAddress.of(store.layout.bell(rung.slot())))) {
            Thread flooder = new Thread(() -> {
                ByteBuffer water = ByteBuffer.allocateDirect(1 << 16);
                try {
                    while (flooding.get()) {
                        flood.write(water.clear());
                        flooded.countDown();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            flooder.start();
            assertThat(flooded.await(10, TimeUnit.SECONDS)).isTrue();
            Member late = store.attachAndReap();
            late.ring(rung.slot());
            ringer.ring(rung.slot());
            // The thread still does its other work while the flood lasts.
            long dead = store.pretendDeath(7);
            store.fileOrNew(3);
            store.fileOrNew(4);
            store.fileOrNew(5);
            store.fileOrNew(6);
            late.close();
            ringer.close();
            await().until(() -> store.deaths.contains(dead));
            flooding.set(false);
            flooder.join();
        }
    }

    @Test
    void shouldRefuseCallersBeyondItsLimitAndStillBeWokenByEachOfThem() throws IOException {
        Member rung = attachQuietly();
        List<SocketChannel> callers = new ArrayList<>();
        try {
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(store.layout.bell(rung.slot()));
            while (callers.size() < Callers.mostOfThisProcess()) {
                callers.add(SocketChannel.open(address));
            }
            SocketChannel refused = SocketChannel.open(address);
            callers.add(refused);
            refused.configureBlocking(false);
            await().until(() -> refused.read(ByteBuffer.allocate(1)) == -1);
            Member latecomer = store.attach();
            assertIsWokenBy(() -> latecomer.ring(rung.slot()));
            assertIsWokenBy(() -> latecomer.ring(rung.slot()));
        } finally {
            for (SocketChannel caller : callers) {
                caller.close();
            }
        }
        try (SocketChannel welcome = SocketChannel.open(UnixDomainSocketAddress.of(store.layout.bell(rung.slot())))) {
            welcome.configureBlocking(false);
            assertIsWokenBy(() -> strike(welcome));
            assertThat(welcome.read(ByteBuffer.allocate(1))).isZero();
        }
    }

    private static void strike(SocketChannel caller) {
        try {
            caller.write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Neither who rings nor who attaches waits for a member that accepts nobody, once its queue is full. */
    @Test
    void shouldNotWaitForAMemberThatAcceptsNobody() throws IOException {
        store.nanoClock = () -> 0;
        MemberFile file = store.fileOrNew(0);
        UnixDomainSocketAddress bell = UnixDomainSocketAddress.of(store.layout.bell(0));
        List<SocketChannel> jam = new ArrayList<>();
        try (SlotLock lock = new SlotLocks(store.layout, JvmIdentity.current()).tryTake(file);
                ServerSocketChannel stuck = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stuck.bind(bell, 1);
            file.attach(MemberDescriptor.token(store.mark.nextIncarnation(), 0), 1, "stuck", 1);
            while (isTaken(bell, jam)) {
                assertThat(jam).hasSizeLessThan(100);
            }
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                Member ringer = store.attachAndReap();
                ringer.ring(0);
                assertThat(ringer.isAlive(file.token())).isTrue();
            });
            lock.file().vacate();
        } finally {
            for (SocketChannel caller : jam) {
                caller.close();
            }
        }
    }

    private static boolean isTaken(UnixDomainSocketAddress bell, List<SocketChannel> callers) throws IOException {
        SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX);
        callers.add(caller);
        caller.configureBlocking(false);
        try {
            return caller.connect(bell);
        } catch (SocketException full) {
            return false;
        }
    }

    /** A dying process may keep its sockets a moment longer than its lock. */
    @Test
    void shouldNotRingThePredecessorOfTheOwnerOfASlot() throws IOException {
        store.nanoClock = () -> 0;
        MemberFile file = store.fileOrNew(0);
        Path bell = store.layout.bell(0);
        try (SlotLock lock = new SlotLocks(store.layout, JvmIdentity.current()).tryTake(file);
                ServerSocketChannel old = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocketChannel fresh = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            old.bind(UnixDomainSocketAddress.of(bell));
            file.attach(MemberDescriptor.token(store.mark.nextIncarnation(), 0), 1, "here", 1);
            Member ringer = store.attach();
            ringer.ring(0);
            try (SocketChannel caller = old.accept()) {
                assertThat(caller.read(ByteBuffer.allocate(1))).isEqualTo(1);
                Files.delete(bell);
                fresh.bind(UnixDomainSocketAddress.of(bell));
                file.attach(MemberDescriptor.token(store.mark.nextIncarnation(), 0), 1, "here", 1);

                ringer.ring(0);

                fresh.configureBlocking(false);
                await().until(() -> {
                    SocketChannel next = fresh.accept();
                    return next != null && next.read(ByteBuffer.allocate(1)) == 1;
                });
            }
            lock.file().vacate();
        }
    }

    /** A member that hangs up on everybody costs its neighbours a few looks, and then one a second. */
    @Test
    void shouldNotSpinOnAMemberThatHangsUp() throws Exception {
        store.nanoClock = () -> 0;
        MemberFile file = store.fileOrNew(0);
        Semaphore calls = new Semaphore(0);
        try (SlotLock lock = new SlotLocks(store.layout, JvmIdentity.current()).tryTake(file);
                ServerSocketChannel rude = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            rude.bind(UnixDomainSocketAddress.of(store.layout.bell(0)));
            file.attach(MemberDescriptor.token(store.mark.nextIncarnation(), 0), 1, "rude", 1);
            Thread hangingUp = new Thread(() -> hangUp(rude, calls));
            hangingUp.start();

            store.attachAndReap();

            assertThat(calls.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
            await().during(Duration.ofMillis(500)).until(() -> calls.drainPermits() < 20);
            await().during(Duration.ofMillis(200)).until(() -> calls.availablePermits() == 0);
            rude.close();
            hangingUp.join();
            lock.file().vacate();
        }
    }

    private static void hangUp(ServerSocketChannel rude, Semaphore calls) {
        try {
            while (rude.isOpen()) {
                rude.accept().close();
                calls.release();
            }
        } catch (IOException e) {
            assertThat(rude.isOpen()).isFalse();
        }
    }
}
