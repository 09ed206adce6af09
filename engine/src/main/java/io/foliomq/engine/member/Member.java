package io.foliomq.engine.member;

import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import io.foliomq.engine.storage.Uninterrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * This process' attachment to one store: its slot, its doorbell, and its knowledge of who else is attached and alive.
 *
 * <p>A member lives as long as its process holds the lock of its slot, which the kernel drops however the process dies; a paused or stopped process lives. Several
 * members in one JVM, also under different class loaders, are members in their own right; one that is abandoned without {@link #close()} counts as alive until
 * its JVM ends. Identity is the token, never a pid.
 *
 * <p>Thread-safe. Nothing that a member does survives it: its slot is vacant after {@link #close()}, and after its death as soon as another
 * member has reaped it.
 */
public final class Member implements AutoCloseable {
    /** How many members a store has room for at one time. Slots are 0 to one less. */
    public static final int SLOTS = 1024;

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final long token;
    private final SlotLock lock;
    private final Roster roster;
    private final BellSocket socket;
    private final Bells bells;
    private final Watch watch;
    private final Reaper reaper;
    private final Doorbell doorbell;
    private final ErrorHandler onError;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Member(
            long token,
            SlotLock lock,
            Roster roster,
            BellSocket socket,
            DeathListener onDeath,
            NanoClock nanoClock,
            ErrorHandler onError) {
        this.token = token;
        this.lock = lock;
        this.roster = roster;
        this.socket = socket;
        this.onError = onError;
        this.bells = new Bells(roster, socket.selector());
        this.reaper = new Reaper(slot(), roster, onDeath, this::everybodyLook, onError);
        this.watch = new Watch(slot(), roster, bells, reaper::request, nanoClock.nanoTime());
        this.doorbell = new Doorbell(slot(), socket, bells, watch, nanoClock, onError);
    }

    /**
     * Attaches this process to a store, in the first slot that is free. A vacant slot is preferred to that of a dead member.
     *
     * <p>Deaths are reported from the first call of {@link #reapDead()} on, which the caller makes when it is ready to clean up. There is one exception: if no slot
     * is vacant, a dead member's slot is reaped here, and {@code onDeath} is called before this method returns.
     *
     * @param clock tells when the member attached
     * @param nanoClock paces the search for dead members
     * @param onDeath cleans up after members that died
     * @param onError told of what goes wrong in the background; called on any thread
     * @throws StoreFault {@code LIMIT} if {@value #SLOTS} members are attached and alive, {@code IO} if lock or doorbell cannot be made
     */
    public static Member attach(
            StoreLayout layout,
            StoreMark mark,
            EpochClock clock,
            NanoClock nanoClock,
            DeathListener onDeath,
            ErrorHandler onError) {
        ErrorHandler unfailing = unfailing(onError);
        Roster roster = new Roster(layout, mark.storeId(), unfailing);
        return Uninterrupted.get(() -> {
            AtomicBoolean reaped = new AtomicBoolean();
            SlotLock lock = SlotSearch.take(roster, clock, token -> {
                onDeath.died(token);
                reaped.set(true);
            });
            Member member = attach(lock, mark, roster, clock, nanoClock, onDeath, unfailing);
            if (reaped.get()) {
                member.everybodyLook();
            }
            return member;
        });
    }

    /** Whether anybody is attached to a store, told without attaching. */
    public static boolean isAnyAlive(StoreLayout layout, StoreMark mark, ErrorHandler onError) {
        return new Roster(layout, mark.storeId(), unfailing(onError))
                .attachments().stream().anyMatch(Attachment::alive);
    }

    private static Member attach(
            SlotLock lock,
            StoreMark mark,
            Roster roster,
            EpochClock clock,
            NanoClock nanoClock,
            DeathListener onDeath,
            ErrorHandler onError) {
        BellSocket socket = null;
        try {
            int slot = lock.file().slot();
            long token = MemberDescriptor.token(mark.nextIncarnation(), slot);
            socket = BellSocket.bind(roster.layout(), slot);
            Member member = new Member(token, lock, roster, socket, onDeath, nanoClock, onError);
            lock.file().attach(token, ProcessHandle.current().pid(), hostName(), clock.time());
            // Before anybody can count on us: from here on our death is noticed at once.
            member.watch.announce();
            member.doorbell.start();
            return member;
        } catch (Throwable t) {
            abandon(lock, socket);
            throw t;
        }
    }

    /** The doorbell must outlive a handler that throws. */
    private static ErrorHandler unfailing(ErrorHandler onError) {
        return failure -> {
            try {
                onError.onError(failure);
            } catch (Throwable ignored) {
                // There is nobody left to tell.
            }
        };
    }

    private static void abandon(SlotLock lock, @Nullable BellSocket socket) {
        lock.file().vacate();
        try (lock) {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException ignored) {
            // The failure that led here is the one to report.
        }
    }

    public static int slotOf(long token) {
        return MemberDescriptor.slotOf(token);
    }

    public static int incarnationOf(long token) {
        return MemberDescriptor.incarnationOf(token);
    }

    /** Who we are: incarnation &lt;&lt; 16 | slot. Positive, below 2^47, and never given to anybody else. */
    public long token() {
        return token;
    }

    public int slot() {
        return slotOf(token);
    }

    public int incarnation() {
        return incarnationOf(token);
    }

    /**
     * Whether the member still lives. Once {@code false}, for ever {@code false}. Reaps nobody. Costs a few system calls while the member
     * lives, so ask only when there is reason to.
     */
    public boolean isAlive(long token) {
        return token == this.token ? !closed.get() : roster.isAlive(token);
    }

    /** The member for an error message: {@code member=<slot>, pid=…, host=…}. */
    public String describe(long token) {
        return roster.describe(token);
    }

    /** Everybody who is attached, the dead that nobody has reaped yet included, in the order of slots. */
    public List<Attachment> attachments() {
        return roster.attachments();
    }

    /** Reaps every dead member, on this thread; from the first call on, deaths are also reaped as they happen, on a thread of their own. */
    public void reapDead() {
        reaper.reapDead();
    }

    /**
     * Wakes the member in a slot, if there is one: its {@link #onBell} listener runs soon. Never blocks. What was published before this call is visible to
     * the listener if it was published with at least release order.
     */
    public void ring(int slot) {
        if (slot == slot()) {
            doorbell.ringLocally();
            return;
        }
        try {
            ringOther(slot);
        } catch (InternalError cut) {
            // The JVM's word for a mapping whose file was cut, at times late. The sender has done what it wanted.
            roster.discardDamaged();
            onError.onError(cut);
        }
    }

    private void ringOther(int slot) {
        long rung = roster.tokenAt(slot);
        if (rung == MemberDescriptor.VACANT_TOKEN ? roster.isUncertain(slot) : !bells.ring(rung)) {
            watch.suspect(rung == MemberDescriptor.VACANT_TOKEN ? Watch.anyOwnerOf(slot) : rung);
            doorbell.wake();
        }
    }

    /**
     * Sets what runs, on the doorbell thread, when somebody rang: once for all rings that came together, at times for none. It must be short. What
     * it throws goes to the error handler.
     */
    public void onBell(Runnable listener) {
        doorbell.onBell(listener);
    }

    private void everybodyLook() {
        for (int slot = 0; slot < roster.slots(); slot++) {
            if (!roster.isKnownDead(slot)) {
                ring(slot);
            }
        }
        watch.change();
        doorbell.ringLocally();
    }

    /**
     * Stops listening: when this returns, no {@link #onBell} listener and no {@link DeathListener} runs or will run. For whoever is about to close what these
     * touch; the member stays attached and can still ring others. Waits for a listener that runs; must not be called by a {@link DeathListener}, and called by an
     * {@link #onBell} listener it lets that one finish. A second call does nothing.
     */
    public void silence() {
        reaper.close();
        doorbell.stop();
    }

    /**
     * Detaches, {@link #silence} included. The caller has released everything that bears the token: nobody will reap it. A second call does nothing.
     */
    @Override
    public void close() {
        silence();
        if (closed.getAndSet(true)) {
            return;
        }
        vacate();
        try (lock) {
            bells.close();
            socket.close();
        } catch (IOException | InternalError e) {
            onError.onError(e);
        }
    }

    /** Our own file may be damaged as well as others. */
    private void vacate() {
        try {
            lock.file().vacate();
        } catch (InternalError e) {
            onError.onError(e);
        }
    }

    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).trim();
        } catch (IOException e) {
            return String.valueOf(System.getenv("HOSTNAME"));
        }
    }
}
