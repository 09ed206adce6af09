package io.foliomq.engine.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foliomq.engine.Durability;
import io.foliomq.engine.storage.BootId;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.ChildLines;
import io.foliomq.engine.testing.CutFileSystem;
import io.foliomq.engine.testing.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cuts the power at the points that the code names: a thread of a process that works at {@code POWER} is stopped at one, all others at the next that they reach, and then nothing reaches the disk any more. Then the
 * power is cut again, at a point inside the repair. The build does some of them, {@code engine/power-cuts N} takes N, in an order of its own.
 */
class PowerCutPointIT {
    private static final int CUTS = Math.max(4, Integer.getInteger("foliomq.power.cuts", 0));
    private static final long SEED = Long.getLong("foliomq.power.seed", System.nanoTime());
    private static final int LATEST_VISIT = 6;

    private static final Map<String, Figures> FIGURES = new TreeMap<>();
    private static final Map<String, Set<CrashPoint>> VISITED = new TreeMap<>();

    @TempDir
    Path directory;

    @AfterAll
    static void print() {
        FIGURES.values().forEach(Figures::print);
    }

    private static List<CrashPoint> points(String prefix, boolean with) {
        return Arrays.stream(CrashPoint.values())
                .filter(point -> point.name().startsWith(prefix) == with)
                .toList();
    }

    /** Each point once, and then each again. */
    private static CrashPoint next(List<CrashPoint> left, List<CrashPoint> all, Random random) {
        if (left.isEmpty()) {
            left.addAll(all);
            Collections.shuffle(left, random);
        }
        return left.remove(0);
    }

    record Cut(String type, CrashPoint first, int visit, CrashPoint inside, long seed) {}

    static Stream<Cut> cuts() {
        System.out.println("power cuts at points: seed=" + SEED);
        Random random = new Random(SEED);
        List<CrashPoint> first = new ArrayList<>();
        List<CrashPoint> inside = new ArrayList<>();
        return IntStream.range(0, CUTS)
                .mapToObj(i -> new Cut(
                        random.nextBoolean() ? "ext4" : "xfs",
                        next(first, points("REPAIR_", false), random),
                        1 + random.nextInt(LATEST_VISIT),
                        next(inside, points("REPAIR_", true), random),
                        random.nextLong()));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldKeepWhatReturnedWhereverThePowerIsCut(Cut cut) {
        List<String> missing = CutFileSystem.missing(cut.type());
        assumeTrue(missing.isEmpty(), () -> "cannot cut power: type=" + cut.type() + ", missing=" + missing);
        System.out.println("power cut at a point: " + cut);
        try (CutFileSystem fileSystem = CutFileSystem.make(directory, cut.type())) {
            cut(fileSystem, cut);
        }
    }

    private void cut(CutFileSystem fileSystem, Cut cut) {
        Random random = new Random(cut.seed());
        CrashPoint first = cut.first();
        CrashPoint inside = cut.inside();
        Path store = fileSystem.root().resolve("store");
        CrashScene scene = new CrashScene(store, directory.resolve("notes"));
        if (first.name().startsWith("REAP_")) {
            scene.leaveADeadOne(Durability.POWER, random.nextLong());
            cutAt(fileSystem, scene.launch(Durability.POWER, random.nextLong(), first), first);
        } else {
            cutAt(fileSystem, scene.startAt(Durability.POWER, random.nextLong(), first, cut.visit()), first);
        }
        reboot(store, random);
        // Not everything needs every step of a repair.
        String reached = cutAt(fileSystem, scene.launch(Durability.POWER, random.nextLong(), inside), inside);
        reboot(store, random);
        note(cut, reached.startsWith("reached"), judge(scene));
    }

    /** @param judged messages, and what is wrong with them */
    private static void note(Cut cut, boolean cutInside, String[] judged) {
        Set<CrashPoint> visited = VISITED.computeIfAbsent(cut.type(), unused -> EnumSet.noneOf(CrashPoint.class));
        visited.add(cut.first());
        if (cutInside) {
            visited.add(cut.inside());
        }
        FIGURES.computeIfAbsent(cut.type(), type -> new Figures("power cut at each named instant, " + type))
                .add("cuts", 1)
                .add("cuts inside the repair that follows", cutInside ? 1 : 0)
                .most("instants", visited.size())
                .add("messages", Long.parseLong(judged[0]))
                .add("lost, doubled or half done", Long.parseLong(judged[1]));
    }

    /** In a process of its own: the file system must be let go. */
    private static String[] judge(CrashScene scene) {
        try (ChildJvm child = scene.launch(Judge.class).patience(Duration.ofMinutes(3))) {
            return child.await("judged").split(" ");
        }
    }

    /** Cuts the power when a thread of the child has stopped, or when the child is attached without having come there. */
    private static String cutAt(CutFileSystem fileSystem, ChildJvm child, CrashPoint point) {
        String line;
        try (child) {
            line = child.patience(Duration.ofMinutes(3))
                    .awaitLine(each -> each.equals("reached " + point) || each.equals("attached"), "reached " + point);
            fileSystem.cutPower();
        }
        fileSystem.restorePower();
        return line;
    }

    /** Fails unless all is as it must be. */
    static final class Judge {
        private Judge() {}

        public static void main(String[] arguments) {
            Verdict verdict = new CrashScene(Path.of(arguments[0]), Path.of(arguments[1])).close();
            ChildLines.say("judged " + verdict.messages() + " " + verdict.findings());
        }
    }

    /** As if the machine had booted since. */
    private static void reboot(Path store, Random random) {
        try (StoreMark mark = StoreMark.open(new StoreLayout(store))) {
            mark.bootId(new BootId(random.nextLong(), random.nextLong()));
        }
    }
}
