package io.foliomq.engine.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.Durability;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A store, what its processes noted down, and the look at both when they are gone. */
final class CrashScene {
    private static final String[] ROLES = {"produce", "move", "consume", "decide", "subscribe", "churn"};
    private static final String STICK = "stick";

    private final Path directory;
    private final Path file;
    private final Notes notes;

    CrashScene(Path root) {
        this(root.resolve("store"), root.resolve("notes"));
    }

    CrashScene(Path store, Path notes) {
        this.directory = store;
        this.file = notes;
        this.notes = new Notes(file);
    }

    Notes notes() {
        return notes;
    }

    ChildJvm start(long seed) {
        return WorkingChild.start(directory, file, seed);
    }

    /** Starts a child that is to stop at the point while it attaches. */
    ChildJvm startArmed(CrashPoint point) {
        return WorkingChild.launch(directory, file, 1, point.name());
    }

    /** Starts a child without waiting for it. */
    ChildJvm launch(long seed) {
        return WorkingChild.launch(directory, file, seed);
    }

    /** The same at a level of its own. All of its threads stop once one has. */
    ChildJvm launch(Durability level, long seed, CrashPoint point) {
        return WorkingChild.launch(level, directory, file, seed, point.name());
    }

    /** Starts a child that works at this level and stops at this visit of a point. */
    ChildJvm startAt(Durability level, long seed, CrashPoint point, int visit) {
        ChildJvm child = WorkingChild.launch(level, directory, file, seed);
        child.await("attached");
        work(child);
        child.ask("warm");
        child.ask("freeze");
        child.ask("arm " + point + " " + visit);
        return child;
    }

    /** Starts a main class that is told where the store is, and the notes. */
    ChildJvm launch(Class<?> main) {
        return ChildJvm.start(main, directory.toString(), file.toString());
    }

    /** Leaves a process that died with everything that a reaper may find. */
    void leaveADeadOne(Durability level, long seed) {
        try (Victim victim = new Victim(WorkingChild.launch(level, directory, file, seed))) {
            List<CrashPoint> points = List.of(CrashPoint.COMMIT_DECIDED, CrashPoint.LEASE_TAKEN);
            victim.work();
            points.forEach(point -> victim.arm(point, 20));
            points.forEach(victim::awaitStopped);
            victim.arm(CrashPoint.PREPARE_HELD, 1);
            victim.ask("prepare branches 1");
            victim.awaitStopped(CrashPoint.PREPARE_HELD);
        }
    }

    static void work(ChildJvm child) {
        child.ask("work " + String.join(" ", ROLES) + " " + STICK);
    }

    /** The same but for what takes more and more disk. */
    static void workInLittleRoom(ChildJvm child) {
        child.ask("work " + String.join(" ", ROLES));
    }

    /** Lets those who live go on for so many steps. */
    void awaitSteps(int more, ChildJvm... alive) {
        long end = notes.steps() + more;
        Awaitility.await("steps=" + notes.steps() + ", awaited=" + end)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(40))
                .until(() -> {
                    for (ChildJvm each : alive) {
                        assertHealthy(each);
                    }
                    return notes.steps() >= end;
                });
    }

    static void assertHealthy(ChildJvm child) {
        List<String> errors = child.pending().stream()
                .filter(line -> line.startsWith("error"))
                .toList();
        assertThat(errors).isEmpty();
    }

    /** When everybody is gone: nothing is lost, doubled or torn, and nothing is left lying around. */
    Verdict close() {
        Verdict checked;
        try (Store store = Store.open(WorkingChild.options(directory))) {
            new Branches(store, notes, new Random(notes.steps())).decideAll();
            Verdict verdict = new Verdict(
                            notes,
                            drain(store, Workload.IN, true),
                            drain(store, Workload.OUT, true),
                            drain(store, Workload.RECEIPTS, false))
                    .reach();
            assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
            Churn.subscribeAndHear(store, new Patience(), "after", true, 1, 1);
            Churn.sendAndDelete(store, new Patience(), new Record());
            assertThat(leftovers()).isEmpty();
            checked = verdict;
        }
        Stuck.assertThere(directory, file);
        return checked;
    }

    private static Map<Message, Integer> drain(Store store, String queue, boolean whole) {
        Map<Message, Integer> messages = new HashMap<>();
        Subscription subscription = store.queue(queue).subscription();
        try (Tailer tailer = subscription.openTailer(TailerOptions.DEFAULT)) {
            // Some are deferred for some milliseconds.
            while (subscription.depth() > 0) {
                Delivery delivery = tailer.poll(TimeUnit.SECONDS.toNanos(5));
                assertThat(delivery)
                        .as("queue=%s, depth=%d, leased=%d", queue, subscription.depth(), subscription.leased())
                        .isNotNull();
                Message message = whole ? Message.whole(delivery.record()) : Message.of(delivery.record());
                messages.merge(message, 1, Integer::sum);
                tailer.acknowledge(delivery.lease());
            }
            assertThat(tailer.poll()).isNull();
        }
        assertThat(subscription.bytes()).as("bytes of " + queue).isZero();
        assertThat(subscription.leased()).as("leases of " + queue).isZero();
        return messages;
    }

    /** Files that only a process under way may own; those that never got their name, which are small, excepted. */
    private List<String> leftovers() {
        List<String> found = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = directory.relativize(file).toString();
                    // A queue that nobody has opened since keeps what its dead writers left.
                    if (!name.contains(Stuck.PREFIX)
                            && name.matches(".*(\\.spare-|\\.new).*|trash/.*|transactions/.*|.*\\.prepared")) {
                        found.add(name);
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** The store deletes settled segments while this looks. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                    if (gone instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw gone;
                }
            });
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
