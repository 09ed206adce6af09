package io.foliomq.engine.model;

import io.foliomq.engine.model.Situation.Place;
import io.foliomq.engine.model.Situation.Process;
import java.util.function.Consumer;

/** What a consumer's thread does, one access to shared memory a step: tailer, scan, consumer entry, release ring, transaction, waiter. */
final class ConsumerSteps {
    private final Flaw flaw;
    private final int mostReleases;

    ConsumerSteps(Flaw flaw, int mostReleases) {
        this.flaw = flaw;
        this.mostReleases = mostReleases;
    }

    /** Whether the next step commutes with every step of others: then only its own death can come between, and no other order needs a visit. */
    static boolean isOwnAffair(Situation now, Process me) {
        return switch (me.place) {
            case RESTART, MARK_HIGH, DELIVERED, INTEND, COUNT, CLEAR, DECIDE, FINISH -> true;
            case SCAN -> me.revisits != 0 || me.position < now.appended;
            default -> false;
        };
    }

    void next(Situation now, int self, Steps steps) {
        Process me = now.processes[self];
        switch (me.place) {
            case POLL -> go(steps, self, me.place, this::poll);
            case RESTART -> go(steps, self, me.place, ConsumerSteps::restart);
            case SCAN -> go(steps, self, me.place, ConsumerSteps::scan);
            case LOOK -> go(steps, self, me.place, this::look);
            case MARK_HIGH -> go(steps, self, me.place, this::markHigh);
            case LEASE -> go(steps, self, me.place, this::lease);
            case DELIVERED -> chosen(now, self, steps);
            case INTEND, SETTLE, COUNT, CLEAR -> settle(self, me.place, steps);
            case RELEASE, ANNOUNCE, WRITE_WORD -> release(self, me.place, steps);
            case DECIDE ->
                go(steps, self, me.place, (s, p) -> {
                    p.committed = p.held;
                    p.place = Place.INTEND;
                });
            case FINISH ->
                go(steps, self, me.place, (s, p) -> {
                    s.acknowledged |= p.committed;
                    p.committed = 0;
                    p.place = Place.POLL;
                });
            case DRAIN, RING -> wake(self, me.place, steps, Place.POLL);
            case MARK_SLEEPER, LOOK_AGAIN, PARKED -> sleep(now, self, steps);
            case ENDED -> {}
            default -> throw new IllegalStateException("not a place of a consumer: " + me.place);
        }
    }

    interface Change {
        void apply(Situation situation, Process self);
    }

    static void go(Steps steps, int self, Place place, Change change) {
        steps.add("process " + self, place, at(self, change));
    }

    private static Consumer<Situation> at(int self, Change change) {
        return situation -> change.apply(situation, situation.processes[self]);
    }

    private void poll(Situation s, Process p) {
        if (s.overflows != p.seenOverflows) {
            p.seenOverflows = s.overflows;
            p.seenTail = s.tail;
            p.place = Place.RESTART;
        } else if (p.seenTail < s.tail && (s.ringWritten[p.seenTail] || flaw == Flaw.UNWRITTEN_WORD_SKIPPED)) {
            int message = s.ring[p.seenTail];
            if (s.ringWritten[p.seenTail] && message < p.position) {
                p.revisits |= 1 << message;
            }
            p.seenTail++;
        } else {
            p.place = Place.SCAN;
        }
    }

    private static void restart(Situation s, Process p) {
        p.position = 0;
        p.revisits = 0;
        p.place = Place.SCAN;
    }

    private static void scan(Situation s, Process p) {
        p.at = Situation.NOTHING;
        if (p.revisits != 0) {
            p.at = Integer.numberOfTrailingZeros(p.revisits);
            p.revisits &= p.revisits - 1;
            p.place = Place.LOOK;
        } else if (p.position < s.appended) {
            p.at = p.position++;
            p.place = Place.LOOK;
        } else {
            p.place = p.held == 0 ? Place.MARK_SLEEPER : Place.DELIVERED;
        }
    }

    private void look(Situation s, Process p) {
        if (s.slots[p.at] != Situation.READY) {
            p.place = Place.SCAN;
        } else {
            p.place = flaw == Flaw.HIGH_AFTER_LEASE ? Place.LEASE : Place.MARK_HIGH;
        }
    }

    private void markHigh(Situation s, Process p) {
        p.high = Math.max(p.high, p.at + 1);
        p.place = flaw == Flaw.HIGH_AFTER_LEASE ? Place.DELIVERED : Place.LEASE;
    }

    private void lease(Situation s, Process p) {
        if (s.slots[p.at] != Situation.READY) {
            p.place = Place.LOOK;
            return;
        }
        s.slots[p.at] = self(s, p);
        p.held |= 1 << p.at;
        p.at = flaw == Flaw.HIGH_AFTER_LEASE ? p.at : Situation.NOTHING;
        p.place = flaw == Flaw.HIGH_AFTER_LEASE ? Place.MARK_HIGH : Place.DELIVERED;
    }

    private static int self(Situation s, Process p) {
        for (int i = 0; i < s.processes.length; i++) {
            if (s.processes[i] == p) {
                return i;
            }
        }
        throw new IllegalStateException("not a process of this situation");
    }

    /** The application acknowledges, gives back, commits what it has, or asks for more first. */
    private void chosen(Situation now, int self, Steps steps) {
        Process me = now.processes[self];
        boolean several = Integer.bitCount(me.held) > 1;
        boolean anotherIsLeft = me.position < now.appended || me.revisits != 0;
        go(
                steps,
                self,
                several ? Place.DECIDE : Place.INTEND,
                (s, p) -> p.place = several ? Place.DECIDE : Place.INTEND);
        if (!several) {
            go(steps, self, Place.DECIDE, (s, p) -> p.place = Place.DECIDE);
        }
        if (!several && anotherIsLeft) {
            go(steps, self, Place.POLL, (s, p) -> p.place = Place.POLL);
        }
        if (now.releases < mostReleases) {
            go(steps, self, Place.RELEASE, (s, p) -> giveBack(s, p, false));
            if (!several && others(now, self)) {
                go(steps, self, Place.ENDED, (s, p) -> giveBack(s, p, true));
            }
        }
    }

    private void giveBack(Situation s, Process p, boolean closing) {
        s.releases++;
        p.closing = closing;
        p.place = flaw == Flaw.ANNOUNCED_BEFORE_WRITTEN ? Place.ANNOUNCE : Place.RELEASE;
    }

    /** Whether somebody will be left to consume. */
    static boolean others(Situation now, int self) {
        for (int i = 0; i < now.processes.length - 1; i++) {
            if (i != self && now.processes[i].consumes()) {
                return true;
            }
        }
        return false;
    }

    private static int first(int messages) {
        return Integer.numberOfTrailingZeros(messages);
    }

    private void settle(int self, Place place, Steps steps) {
        go(steps, self, place, (s, p) -> {
            int message = first(p.held);
            switch (place) {
                case INTEND -> {
                    p.intentSettled = p.settled;
                    p.intent = flaw == Flaw.NO_INTENT ? Situation.NOTHING : message;
                    p.place = Place.SETTLE;
                }
                case SETTLE -> {
                    s.slots[message] = Situation.SETTLED;
                    p.place = Place.COUNT;
                }
                case COUNT -> {
                    p.settled++;
                    p.place = Place.CLEAR;
                }
                default -> {
                    p.intent = Situation.NOTHING;
                    p.held &= p.held - 1;
                    if (p.committed == 0) {
                        s.acknowledged |= 1 << message;
                        p.place = Place.POLL;
                    } else {
                        p.place = p.held == 0 ? Place.FINISH : Place.INTEND;
                    }
                }
            }
        });
    }

    private void release(int self, Place place, Steps steps) {
        boolean announceFirst = flaw == Flaw.ANNOUNCED_BEFORE_WRITTEN;
        go(steps, self, place, (s, p) -> {
            int message = first(p.held);
            switch (place) {
                case RELEASE -> {
                    s.slots[message] = Situation.READY;
                    p.held &= p.held - 1;
                    p.at = message;
                    p.place = announceFirst ? Place.DRAIN : Place.ANNOUNCE;
                }
                case ANNOUNCE -> {
                    p.word = s.tail++;
                    s.ring[p.word] = announceFirst ? message : p.at;
                    p.place = Place.WRITE_WORD;
                }
                default -> {
                    s.ringWritten[p.word] = true;
                    p.word = 0;
                    p.at = Situation.NOTHING;
                    p.place = announceFirst ? Place.RELEASE : Place.DRAIN;
                }
            }
        });
    }

    /** The waker's side of the sleeper set; also the producer's. */
    static void wake(int self, Place place, Steps steps, Place after) {
        go(steps, self, place, (s, p) -> {
            if (place == Place.DRAIN) {
                p.drained = s.sleepers;
                s.sleepers = 0;
                p.place = Place.RING;
            } else {
                ring(s, p.drained);
                p.drained = 0;
                p.place = p.closing ? Place.ENDED : after;
                p.vacated |= p.closing;
            }
        });
    }

    static void ring(Situation s, int processes) {
        for (int i = 0; i < s.processes.length; i++) {
            s.processes[i].woken |= (processes & 1 << i) != 0;
        }
    }

    private void sleep(Situation now, int self, Steps steps) {
        Process me = now.processes[self];
        if (me.place == Place.PARKED && !me.woken) {
            return;
        }
        go(steps, self, me.place, (s, p) -> {
            switch (p.place) {
                case MARK_SLEEPER -> {
                    s.sleepers |= 1 << self;
                    p.place = flaw == Flaw.NO_SECOND_LOOK ? Place.PARKED : Place.LOOK_AGAIN;
                }
                case LOOK_AGAIN -> p.place = mayHaveRecords(s, p) ? Place.POLL : Place.PARKED;
                default -> {
                    p.woken = false;
                    p.place = mayHaveRecords(s, p) ? Place.POLL : Place.MARK_SLEEPER;
                }
            }
        });
    }

    private static boolean mayHaveRecords(Situation s, Process p) {
        return s.overflows != p.seenOverflows || s.tail != p.seenTail || p.position < s.appended;
    }
}
