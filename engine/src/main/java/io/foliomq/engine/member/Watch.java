package io.foliomq.engine.member;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.agrona.collections.Long2LongHashMap;

/**
 * Sees to it that every death is noticed. Each member keeps a connection to the {@value #WINDOW} members that follow it in slot order (all of them, in most
 * stores), so a death ends the connections of up to as many neighbours. What ends a connection only raises suspicion: the kernel may close a dying process'
 * sockets a moment before it drops its locks, so a suspect is looked at every millisecond for a while, then at the pace of the sweep.
 *
 * <p>The sweep looks at the locks of the window once a second, or every five seconds where nothing has happened for a while. It catches what a connection cannot tell: a member that died before anybody connected, a
 * reaper that died in the middle of reaping.
 *
 * <p>Used by the doorbell thread, except where a method says otherwise.
 */
final class Watch {
    static final int WINDOW = 8;
    static final long SWEEP_NS = TimeUnit.SECONDS.toNanos(1);
    /** As long as nobody comes, goes or is suspected. */
    static final long CALM_SWEEP_NS = TimeUnit.SECONDS.toNanos(5);

    private static final int SWEEPS_TO_CALM = 5;
    static final long CLOSE_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CLOSE_LOOK_PACE_MS = 1;
    private static final int MOST_CLOSE_LOOKS = 5;
    private static final long NONE = Long.MIN_VALUE;

    private final int ownSlot;
    private final Roster roster;
    private final Bells bells;
    private final LongConsumer onDead;
    private final ConcurrentLinkedQueue<Long> raised = new ConcurrentLinkedQueue<>();
    /** Token of a suspect → until when it is looked at closely. */
    private final Long2LongHashMap suspects = new Long2LongHashMap(NONE);

    /** Token → close looks since the last sweep: who hangs up on us again and again is looked at by the sweep alone. */
    private final Long2LongHashMap closeLooks = new Long2LongHashMap(0);

    private volatile boolean changed = true;
    private long nextSweepNs;
    private int calmSweeps;

    Watch(int ownSlot, Roster roster, Bells bells, LongConsumer onDead, long nowNs) {
        this.ownSlot = ownSlot;
        this.roster = roster;
        this.bells = bells;
        this.onDead = onDead;
        this.nextSweepNs = nowNs;
    }

    /** Says that a member could not be reached. It will be rung when it can be, or reaped. Any thread; wake the doorbell afterwards. */
    void suspect(long token) {
        raised.add(token);
    }

    /** The token that stands for whoever is in a slot that cannot be read at the moment. */
    static long anyOwnerOf(int slot) {
        return MemberDescriptor.token(0, slot);
    }

    /** Says that somebody came or went, so that the window may have changed. Any thread; wake the doorbell afterwards. */
    void change() {
        changed = true;
    }

    /** Makes a newcomer known to the members in front of it, which must watch it from now on. */
    void announce() {
        roster.extend();
        visitNeighbours(-1, token -> {
            if (!bells.ring(token)) {
                suspect(token);
            }
        });
    }

    /** Does what is due, and says for how many milliseconds there will be nothing to do unless somebody calls. */
    long turn(long nowNs) {
        try {
            return look(nowNs);
        } catch (InternalError cut) {
            // The JVM's word for a mapping whose file was cut.
            roster.discardDamaged();
            throw cut;
        }
    }

    private long look(long nowNs) {
        boolean sweep = nowNs - nextSweepNs >= 0;
        if (sweep) {
            closeLooks.clear();
            calmSweeps++;
            nextSweepNs = nowNs + (calmSweeps > SWEEPS_TO_CALM ? CALM_SWEEP_NS : SWEEP_NS);
        }
        boolean calm = !changed && raised.isEmpty();
        if (sweep || changed) {
            changed = false;
            lookAtWindow(sweep);
        }
        for (Long token = raised.poll(); token != null; token = raised.poll()) {
            startLooking(token, nowNs);
        }
        if (!calm || !suspects.isEmpty()) {
            calmSweeps = 0;
            nextSweepNs = Math.min(nextSweepNs, nowNs + SWEEP_NS);
        }
        boolean closeLook = !suspects.isEmpty() && lookAtSuspects(nowNs, sweep);
        return closeLook || changed
                ? CLOSE_LOOK_PACE_MS
                : Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextSweepNs - nowNs));
    }

    private void startLooking(long token, long nowNs) {
        boolean isLookedAt = suspects.containsKey(token) && suspects.get(token) - nowNs > 0;
        if (!isLookedAt) {
            long looks = closeLooks.get(token);
            closeLooks.put(token, looks + 1);
            suspects.put(token, looks < MOST_CLOSE_LOOKS ? nowNs + CLOSE_LOOK_NS : nowNs);
        }
    }

    private void lookAtWindow(boolean sweep) {
        roster.extend();
        visitNeighbours(1, token -> {
            boolean reachable = bells.watch(token);
            if (!reachable || (sweep && !roster.isAlive(token))) {
                raised.add(token);
            }
        });
    }

    private boolean lookAtSuspects(long nowNs, boolean sweep) {
        boolean closeLook = false;
        Long2LongHashMap.EntryIterator each = suspects.entrySet().iterator();
        while (each.hasNext()) {
            each.next();
            long token = each.getLongKey();
            boolean close = nowNs - each.getLongValue() < 0;
            if ((close || sweep) && isCleared(token)) {
                each.remove();
            } else {
                closeLook |= close;
            }
        }
        return closeLook;
    }

    private boolean isCleared(long token) {
        int slot = MemberDescriptor.slotOf(token);
        long owner = roster.tokenAt(slot);
        if (token == anyOwnerOf(slot)) {
            return !roster.isUncertain(slot) && (owner == MemberDescriptor.VACANT_TOKEN || bells.ring(owner));
        }
        if (owner != token) {
            changed = true;
            return true;
        }
        if (roster.isAlive(token)) {
            return bells.ring(token);
        }
        onDead.accept(token);
        return false;
    }

    private void visitNeighbours(int step, LongConsumer visitor) {
        int slots = roster.slots();
        int visited = 0;
        for (int i = 1; i < slots && visited < WINDOW; i++) {
            long token = roster.tokenAt(Math.floorMod(ownSlot + step * i, slots));
            if (token != MemberDescriptor.VACANT_TOKEN) {
                visitor.accept(token);
                visited++;
            }
        }
    }
}
