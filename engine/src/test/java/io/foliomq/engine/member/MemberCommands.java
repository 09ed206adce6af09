package io.foliomq.engine.member;

import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.StoreMark;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One member, driven by words. It shows types of the JDK alone, so that a test can drive one that lives under another class loader, or in
 * another process.
 */
public final class MemberCommands implements Function<String[], Object> {
    private final Member member;
    private final StoreMark mark;
    private final Consumer<String> speaker;
    private final List<Long> deaths = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger rings = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile int echo = -1;
    private volatile boolean stuck;
    private volatile boolean failing;

    public MemberCommands(String root, Consumer<String> speaker) {
        this.speaker = speaker;
        StoreLayout layout = new StoreLayout(Path.of(root));
        mark = StoreMark.openOrCreate(layout, 1, 1 << 20, 1 << 10);
        member = Member.attach(
                layout, mark, SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE, this::died, errors::add);
        member.onBell(this::rung);
    }

    private void died(long token) {
        deaths.add(token);
        speaker.accept("died " + token + " " + System.nanoTime() + " " + member.isAlive(token));
        if (failing) {
            failing = false;
            throw new IllegalStateException("made to fail");
        }
        while (stuck) {
            try {
                never.await();
            } catch (InterruptedException e) {
                speaker.accept("interrupted");
            }
        }
    }

    private void rung() {
        rings.incrementAndGet();
        if (echo >= 0) {
            member.ring(echo);
        }
    }

    @Override
    public Object apply(String[] words) {
        switch (words[0]) {
            case "token":
                return member.token();
            case "alive":
                return member.isAlive(Long.parseLong(words[1]));
            case "describe":
                return member.describe(Long.parseLong(words[1]));
            case "reap":
                member.reapDead();
                return "done";
            case "ring":
                member.ring(Integer.parseInt(words[1]));
                return "done";
            case "attachments":
                return member.attachments().size();
            case "close":
                member.close();
                mark.close();
                return "done";
            default:
                return about(words);
        }
    }

    private Object about(String[] words) {
        switch (words[0]) {
            case "deaths":
                return deaths;
            case "errors":
                return errors;
            case "rings":
                return rings.get();
            case "echo":
                echo = Integer.parseInt(words[1]);
                return "done";
            case "stuck":
                stuck = true;
                return "done";
            case "failing":
                failing = true;
                return "done";
            default:
                throw new IllegalArgumentException("no such command: " + words[0]);
        }
    }
}
