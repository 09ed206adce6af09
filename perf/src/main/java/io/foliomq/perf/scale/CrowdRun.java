package io.foliomq.perf.scale;

import io.foliomq.engine.WaitPolicy;
import io.foliomq.perf.measure.Build;
import io.foliomq.perf.measure.ChildProcess;
import io.foliomq.perf.measure.Workspace;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** A crowd at work: as fast as it goes, then at a fixed rate, and at the end everything that was sent has been received once. */
final class CrowdRun implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Memory is measured: none that nobody uses. */
    private static final Build BUILD = Build.ofThis("-Xms16m", "-XX:-AlwaysPreTouch");

    private final Workspace workspace;
    private final List<ChildProcess> members = new ArrayList<>();
    private final int queues;
    private double openNanos;

    private CrowdRun(Crowd crowd, WaitPolicy wait, Path directory) {
        workspace = Workspace.in(directory);
        queues = crowd.queues();
        List<String> words =
                new ArrayList<>(List.of(workspace.path().toString(), wait.name().toLowerCase(Locale.ROOT)));
        words.addAll(crowd.toWords());
        try {
            for (int i = 0; i < crowd.processes(); i++) {
                members.add(ChildProcess.start(BUILD, CrowdMember.class, words.toArray(new String[0])));
            }
            for (ChildProcess member : members) {
                openNanos = Math.max(openNanos, Double.parseDouble(member.await("open")));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static Point measure(Crowd crowd, WaitPolicy wait, Path directory, Pace pace) {
        try (CrowdRun run = new CrowdRun(crowd, wait, directory)) {
            return run.measure(pace);
        }
    }

    private Point measure(Pace pace) {
        long began = System.nanoTime();
        members.get(0).ask("touch");
        double touchNanos = System.nanoTime() - began;
        drain();
        members.forEach(member -> member.ask("flow"));
        sleep(pace.warmSeconds() * members.size());
        Progress before = progress();
        long start = System.nanoTime();
        sleep(pace.seconds());
        Progress after = progress();
        double nanos = System.nanoTime() - start;
        members.forEach(member -> member.ask("hold"));
        drain();
        Progress still = progress();
        members.get(0).ask("pace " + pace.perSecond() + " " + pace.seconds());
        drain();
        Progress paced = progress();
        members.forEach(member -> member.ask("collect"));
        Usage usage = members.stream()
                .map(member -> Usage.ofLine(member.ask("usage")))
                .reduce(Usage::max)
                .orElseThrow();
        double count = Math.max(1, after.received() - before.received());
        double pacedCount = Math.max(1, paced.received() - still.received());
        return new Point(
                openNanos,
                touchNanos / queues,
                count * 1e9 / nanos,
                (after.cpuNanos() - before.cpuNanos()) / count,
                (after.switches() - before.switches()) / count,
                (paced.cpuNanos() - still.cpuNanos()) / pacedCount,
                (paced.switches() - still.switches()) / pacedCount,
                times(),
                usage,
                workspace.diskBytes());
    }

    private Progress progress() {
        return members.stream()
                .map(member -> Progress.ofLine(member.ask("progress")))
                .reduce(Progress::plus)
                .orElseThrow();
    }

    private void drain() {
        long start = System.nanoTime();
        Progress now = progress();
        while (now.received() < now.sent() && System.nanoTime() - start < PATIENCE_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
            now = progress();
        }
        if (now.received() != now.sent()) {
            throw new IllegalStateException(
                    "messages are missing or doubled: sent=" + now.sent() + ", received=" + now.received());
        }
    }

    private Histogram times() {
        Histogram all = new Histogram(3);
        for (ChildProcess member : members) {
            try {
                all.add(Histogram.decodeFromCompressedByteBuffer(
                        ByteBuffer.wrap(Base64.getDecoder().decode(member.ask("times"))), 0));
            } catch (DataFormatException e) {
                throw new IllegalStateException("histogram cannot be read: pid=" + member.pid(), e);
            }
        }
        return all;
    }

    private static void sleep(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        members.forEach(ChildProcess::close);
        workspace.close();
    }
}
