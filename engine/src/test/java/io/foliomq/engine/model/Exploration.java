package io.foliomq.engine.model;

import io.foliomq.engine.model.Situation.Place;
import io.foliomq.engine.model.Situation.Process;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/** Visits every situation that any order of steps and deaths leads to, and stops at the first that breaks a promise. */
final class Exploration {
    private final ConsumerSteps consumers;
    private final ReaperSteps reapers;
    private final Flaw flaw;
    private final int mostDeaths;
    private final LongHashSet visited = new LongHashSet(1 << 16);
    private final Deque<Node> open = new ArrayDeque<>();
    private int consumerCount;

    private record Node(Situation situation, @Nullable Node before, String step) {}

    Exploration(Flaw flaw, int mostDeaths, int mostReleases) {
        this.consumers = new ConsumerSteps(flaw, mostReleases);
        this.reapers = new ReaperSteps(flaw);
        this.flaw = flaw;
        this.mostDeaths = mostDeaths;
    }

    /** The steps that lead to a broken promise, if there are such. */
    Optional<String> findBroken(int messages, int consumerProcesses) {
        consumerCount = consumerProcesses;
        push(new Situation(messages, consumerProcesses), null, "");
        Node node;
        while ((node = open.pollLast()) != null) {
            String broken = expand(node);
            if (broken != null) {
                return Optional.of(broken + ":\n" + path(node));
            }
        }
        return Optional.empty();
    }

    int visited() {
        return visited.size();
    }

    private @Nullable String expand(Node node) {
        Situation now = node.situation();
        String broken = Promises.brokenIn(now);
        if (broken != null) {
            return broken;
        }
        int[] steps = {0};
        Steps found = (actor, step, change) -> {
            steps[0]++;
            Situation next = now.copy();
            change.accept(next);
            push(next, node, actor + " " + step);
        };
        if (!ownAffair(now, node, found)) {
            for (int i = 0; i < now.processes.length; i++) {
                if (!now.processes[i].dead) {
                    threads(now, i, found);
                }
                kill(now, node, i);
            }
        }
        return steps[0] == 0 ? Promises.brokenAtTheEnd(now) : null;
    }

    private void threads(Situation now, int process, Steps steps) {
        if (process < consumerCount) {
            consumers.next(now, process, steps);
        } else {
            produce(now, process, steps);
        }
        reapers.next(now, process, steps);
    }

    private void produce(Situation now, int self, Steps steps) {
        Process me = now.processes[self];
        boolean wakeFirst = flaw == Flaw.WOKEN_BEFORE_PUBLISHED;
        switch (me.place) {
            case APPEND -> {
                if (now.appended < now.slots.length) {
                    ConsumerSteps.go(steps, self, Place.APPEND, (s, p) -> {
                        s.appended += wakeFirst && p.word == 0 ? 0 : 1;
                        p.place = wakeFirst && p.word == 1 ? Place.APPEND : Place.DRAIN;
                        p.word = wakeFirst ? 1 - p.word : 0;
                    });
                }
            }
            case DRAIN, RING -> ConsumerSteps.wake(self, me.place, steps, Place.APPEND);
            default -> throw new IllegalStateException("not a place of a producer: " + me.place);
        }
    }

    private boolean ownAffair(Situation now, Node node, Steps steps) {
        for (int i = 0; i < now.processes.length; i++) {
            Process process = now.processes[i];
            boolean consumer = i < consumerCount && ConsumerSteps.isOwnAffair(now, process);
            if (!process.dead && (consumer || ReaperSteps.isOwnAffair(process))) {
                if (consumer) {
                    consumers.next(now, i, steps);
                } else {
                    reapers.next(now, i, steps);
                }
                kill(now, node, i);
                return true;
            }
        }
        return false;
    }

    /** Any process may die at any moment, as long as a consumer is left. */
    private void kill(Situation now, Node node, int victim) {
        if (now.deaths < mostDeaths && !now.processes[victim].dead && ConsumerSteps.others(now, victim)) {
            Situation next = now.copy();
            next.deaths++;
            next.processes[victim].die();
            next.sleepers &= ~(1 << victim);
            push(next, node, "process " + victim + " dies");
        }
    }

    private void push(Situation situation, @Nullable Node before, String step) {
        if (visited.add(situation.hash())) {
            open.addLast(new Node(situation, before, step));
        }
    }

    private static String path(Node last) {
        List<String> steps = new ArrayList<>();
        for (Node node = last; node != null; node = node.before()) {
            steps.add(0, node.step());
        }
        return String.join("\n", steps);
    }
}
