package io.foliomq.engine.model;

import io.foliomq.engine.model.Situation.Process;
import io.foliomq.engine.model.Situation.Reaping;
import java.util.function.BiConsumer;

/** What the reaper's thread of a living process does in the place of a dead one. Of all processes one reaps a dead one at a time; if it dies, another begins again. */
final class ReaperSteps {
    private final Flaw flaw;

    ReaperSteps(Flaw flaw) {
        this.flaw = flaw;
    }

    void next(Situation now, int self, Steps steps) {
        Process me = now.processes[self];
        if (me.reaping != Reaping.IDLE) {
            go(steps, self, me.reaping, change(me.reaping));
            return;
        }
        for (int dead = 0; dead < now.processes.length; dead++) {
            Process other = now.processes[dead];
            if (other.dead && !other.forgotten && !isBeingReaped(now, dead)) {
                int victim = dead;
                go(steps, self, Reaping.IDLE, (s, p) -> {
                    p.victim = victim;
                    p.reaping = flaw == Flaw.RELEASED_BEFORE_APPLIED ? Reaping.COMPLETE_INTENT : Reaping.APPLY;
                });
            }
        }
    }

    /** As {@link ConsumerSteps#isOwnAffair}: what only the holder of the victim's lock reads and writes. */
    static boolean isOwnAffair(Process me) {
        return switch (me.reaping) {
            case APPLY_COUNT, FINISH, COMPLETE_INTENT, CLEAR_INTENT, VACATE -> true;
            default -> false;
        };
    }

    private static boolean isBeingReaped(Situation now, int dead) {
        for (Process process : now.processes) {
            if (!process.dead && process.victim == dead) {
                return true;
            }
        }
        return false;
    }

    private static void go(Steps steps, int self, Reaping step, BiConsumer<Situation, Process> change) {
        steps.add("reaper " + self, step, s -> change.accept(s, s.processes[self]));
    }

    private BiConsumer<Situation, Process> change(Reaping step) {
        return switch (step) {
            case APPLY -> this::apply;
            case APPLY_COUNT -> (s, p) -> count(s, p, Reaping.APPLY);
            case FINISH ->
                (s, p) -> {
                    Process dead = s.processes[p.victim];
                    s.acknowledged |= dead.committed;
                    dead.committed = 0;
                    p.reaping = flaw == Flaw.RELEASED_BEFORE_APPLIED ? Reaping.RING : Reaping.COMPLETE_INTENT;
                };
            case COMPLETE_INTENT -> (s, p) -> completeIntent(s, p);
            case CLEAR_INTENT ->
                (s, p) -> {
                    s.processes[p.victim].intent = Situation.NOTHING;
                    p.reaping = Reaping.RELEASE;
                };
            case RELEASE -> this::release;
            case OVERFLOW ->
                (s, p) -> {
                    s.overflows += flaw == Flaw.NO_OVERFLOW ? 0 : 1;
                    p.reaping = flaw == Flaw.VACATED_BEFORE_OVERFLOW ? afterEntry() : Reaping.VACATE;
                };
            case VACATE ->
                (s, p) -> {
                    s.processes[p.victim].vacated = true;
                    p.reaping = flaw == Flaw.VACATED_BEFORE_OVERFLOW ? Reaping.OVERFLOW : afterEntry();
                };
            case RING -> this::ring;
            case FORGET -> ReaperSteps::forget;
            case IDLE -> throw new IllegalStateException("an idle reaper has no step");
        };
    }

    private Reaping afterEntry() {
        return flaw == Flaw.RELEASED_BEFORE_APPLIED ? Reaping.APPLY : Reaping.RING;
    }

    /** Settles the next lease that the committed transaction names, through the dead one's entry. */
    private void apply(Situation s, Process p) {
        Process dead = s.processes[p.victim];
        for (int message = 0; message < s.slots.length; message++) {
            if ((dead.committed & 1 << message) != 0 && s.slots[message] == p.victim) {
                if (dead.intent != Situation.NOTHING && dead.intent != message) {
                    // What was being settled before comes first.
                    p.reaping = Reaping.APPLY_COUNT;
                    return;
                }
                if (dead.intent == Situation.NOTHING) {
                    dead.intentSettled = dead.settled;
                    dead.intent = message;
                } else {
                    s.slots[message] = Situation.SETTLED;
                    p.reaping = Reaping.APPLY_COUNT;
                }
                return;
            }
        }
        p.reaping = Reaping.FINISH;
    }

    private void completeIntent(Situation s, Process p) {
        Process dead = s.processes[p.victim];
        if (dead.vacated) {
            p.reaping = Reaping.RING;
        } else if (dead.intent == Situation.NOTHING) {
            p.reaping = Reaping.RELEASE;
        } else {
            count(s, p, Reaping.CLEAR_INTENT);
        }
    }

    private void count(Situation s, Process p, Reaping after) {
        Process dead = s.processes[p.victim];
        boolean uncounted = dead.settled == dead.intentSettled || flaw == Flaw.INTENT_COUNTED_BLINDLY;
        if (uncounted && s.slots[dead.intent] == Situation.SETTLED) {
            dead.settled++;
        }
        if (after == Reaping.APPLY) {
            dead.intent = Situation.NOTHING;
        }
        p.reaping = after;
    }

    private void release(Situation s, Process p) {
        Process dead = s.processes[p.victim];
        for (int message = 0; message < dead.high; message++) {
            if (s.slots[message] == p.victim) {
                s.slots[message] = Situation.READY;
                return;
            }
        }
        p.reaping = flaw == Flaw.VACATED_BEFORE_OVERFLOW ? Reaping.VACATE : Reaping.OVERFLOW;
    }

    private void ring(Situation s, Process p) {
        if (flaw != Flaw.DEATH_UNRUNG) {
            ConsumerSteps.ring(s, (1 << s.processes.length) - 1);
        }
        p.reaping = Reaping.FORGET;
    }

    private static void forget(Situation s, Process p) {
        s.processes[p.victim].forget();
        p.victim = Situation.NOBODY;
        p.reaping = Reaping.IDLE;
    }
}
