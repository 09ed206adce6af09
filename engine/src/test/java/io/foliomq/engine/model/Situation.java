package io.foliomq.engine.model;

import java.util.Arrays;

/** What is in the shared files and in every process's head at one moment. Sets of messages and of processes are bit masks. */
final class Situation {
    static final int READY = -1;
    static final int SETTLED = -2;
    static final int NOBODY = -1;
    static final int NOTHING = -1;
    private static final int RING = 8;

    // Shared.
    final int[] slots;
    final boolean[] ringWritten = new boolean[RING];
    final int[] ring = new int[RING];
    int tail;
    int overflows;
    int appended;
    int sleepers;
    final Process[] processes;
    // Budgets and history.
    int deaths;
    int releases;
    int acknowledged;

    Situation(int messages, int consumers) {
        slots = new int[messages];
        Arrays.fill(slots, READY);
        processes = new Process[consumers + 1];
        for (int i = 0; i <= consumers; i++) {
            processes[i] = new Process(i < consumers ? Place.POLL : Place.APPEND);
            // A producer has no entry among the consumers.
            processes[i].vacated = i == consumers;
        }
    }

    private Situation(Situation other) {
        slots = other.slots.clone();
        System.arraycopy(other.ringWritten, 0, ringWritten, 0, RING);
        System.arraycopy(other.ring, 0, ring, 0, RING);
        tail = other.tail;
        overflows = other.overflows;
        appended = other.appended;
        sleepers = other.sleepers;
        deaths = other.deaths;
        releases = other.releases;
        acknowledged = other.acknowledged;
        processes = new Process[other.processes.length];
        for (int i = 0; i < processes.length; i++) {
            processes[i] = other.processes[i].copy();
        }
    }

    Situation copy() {
        return new Situation(this);
    }

    /** Where a thread that sends, receives or settles is: what it does next. */
    enum Place {
        POLL,
        RESTART,
        SCAN,
        LOOK,
        MARK_HIGH,
        LEASE,
        DELIVERED,
        INTEND,
        SETTLE,
        COUNT,
        CLEAR,
        RELEASE,
        ANNOUNCE,
        WRITE_WORD,
        DECIDE,
        FINISH,
        DRAIN,
        RING,
        MARK_SLEEPER,
        LOOK_AGAIN,
        PARKED,
        APPEND,
        ENDED
    }

    /** Where a thread that reaps is. */
    enum Reaping {
        IDLE,
        APPLY,
        APPLY_COUNT,
        FINISH,
        COMPLETE_INTENT,
        CLEAR_INTENT,
        RELEASE,
        OVERFLOW,
        VACATE,
        RING,
        FORGET
    }

    static final class Process {
        Place place;
        boolean dead;
        boolean forgotten;
        // In its head.
        int position;
        int seenTail;
        int seenOverflows;
        int revisits;
        int at = NOTHING;
        int held;
        int word;
        int drained;
        boolean woken;
        boolean closing;
        Reaping reaping = Reaping.IDLE;
        int victim = NOBODY;
        // In the files, under its name.
        int high;
        int settled;
        int intent = NOTHING;
        int intentSettled;
        int committed;
        boolean vacated;

        Process(Place place) {
            this.place = place;
        }

        boolean consumes() {
            return !dead && !closing && place != Place.APPEND && place != Place.ENDED;
        }

        /** Takes what it had in its head with it. */
        void die() {
            dead = true;
            place = Place.ENDED;
            position = 0;
            seenTail = 0;
            seenOverflows = 0;
            revisits = 0;
            at = NOTHING;
            held = 0;
            word = 0;
            drained = 0;
            woken = false;
            closing = false;
            reaping = Reaping.IDLE;
            victim = NOBODY;
        }

        /** Nobody will look at its entry again, but for what it counted. */
        void forget() {
            forgotten = true;
            high = 0;
            intent = NOTHING;
            intentSettled = 0;
        }

        Process copy() {
            Process copy = new Process(place);
            copy.dead = dead;
            copy.forgotten = forgotten;
            copy.position = position;
            copy.seenTail = seenTail;
            copy.seenOverflows = seenOverflows;
            copy.revisits = revisits;
            copy.at = at;
            copy.held = held;
            copy.word = word;
            copy.drained = drained;
            copy.woken = woken;
            copy.closing = closing;
            copy.reaping = reaping;
            copy.victim = victim;
            copy.high = high;
            copy.settled = settled;
            copy.intent = intent;
            copy.intentSettled = intentSettled;
            copy.committed = committed;
            copy.vacated = vacated;
            return copy;
        }

        long hash(long seed) {
            int flags = (dead ? 1 : 0) | (forgotten ? 2 : 0) | (woken ? 4 : 0) | (vacated ? 8 : 0) | (closing ? 16 : 0);
            long hash = mix(seed, place.ordinal() | reaping.ordinal() << 8 | flags << 16 | (victim + 1) << 24);
            hash = mix(hash, position | seenTail << 8 | seenOverflows << 16 | revisits << 24);
            hash = mix(hash, (at + 1) | held << 8 | word << 16 | drained << 24);
            hash = mix(hash, high | settled << 8 | (intent + 1) << 16 | intentSettled << 24);
            return mix(hash, committed);
        }
    }

    /** 64 bits: two of ten million situations share them with a probability of one in half a million. */
    long hash() {
        long hash = mix(17, appended | tail << 8 | overflows << 16 | sleepers << 24);
        hash = mix(hash, deaths | releases << 8 | acknowledged << 16);
        for (int slot : slots) {
            hash = mix(hash, slot);
        }
        for (int i = 0; i < tail; i++) {
            hash = mix(hash, ring[i] << 1 | (ringWritten[i] ? 1 : 0));
        }
        for (Process process : processes) {
            hash = process.hash(hash);
        }
        return hash;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 29;
    }

    int settledTotal() {
        return Arrays.stream(processes).mapToInt(process -> process.settled).sum();
    }
}
