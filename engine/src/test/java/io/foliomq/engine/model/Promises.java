package io.foliomq.engine.model;

import io.foliomq.engine.model.Situation.Process;
import org.jspecify.annotations.Nullable;

/** What must hold, always and in the end. */
final class Promises {
    private Promises() {}

    /** What is wrong with a situation; {@code null} if nothing is. */
    static @Nullable String brokenIn(Situation s) {
        int held = 0;
        int decided = s.acknowledged;
        for (Process process : s.processes) {
            decided |= process.committed;
        }
        for (int i = 0; i < s.processes.length; i++) {
            Process process = s.processes[i];
            if (process.dead) {
                continue;
            }
            if ((held & process.held) != 0) {
                return "two processes hold one message";
            }
            held |= process.held;
            if ((process.held & s.acknowledged) != 0 || (process.held & decided & ~process.committed) != 0) {
                return "a message is delivered after its acknowledgement";
            }
        }
        for (int message = 0; message < s.slots.length; message++) {
            if ((s.acknowledged & 1 << message) != 0 && s.slots[message] != Situation.SETTLED) {
                return "an acknowledgement that returned has no effect";
            }
        }
        return null;
    }

    /** What is wrong when nothing can happen any more; {@code null} if nothing is. */
    static @Nullable String brokenAtTheEnd(Situation s) {
        for (int message = 0; message < s.appended; message++) {
            if (s.slots[message] != Situation.SETTLED) {
                return "message " + message + " is delivered to nobody though consumers live";
            }
        }
        if (s.settledTotal() != s.appended) {
            return "depth is wrong: appended=" + s.appended + ", settled=" + s.settledTotal();
        }
        for (Process process : s.processes) {
            if (process.dead && !process.forgotten) {
                return "a dead process is never reaped";
            }
        }
        return null;
    }
}
