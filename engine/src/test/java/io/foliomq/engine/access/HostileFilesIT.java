package io.foliomq.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.testing.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others do while somebody damages the files of a member under them: they live, deliver, and do not spin. One process consumes, this one sends, a third one has its files damaged, alive and then dead.
 */
class HostileFilesIT {
    private static final int MESSAGES = 10;
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final double MOST_CPU = 0.6;

    @TempDir
    Path directory;

    private final List<Throwable> errors = new ArrayList<>();
    private Path path;
    private Store store;
    private ChildJvm consumer;
    private Appender appender;

    /** What is done to a file that others have mapped or will open. */
    private interface Damage {
        void to(Path file) throws IOException;
    }

    @BeforeEach
    void open() {
        path = directory.resolve("store");
        store = Store.open(StoreOptions.at(path)
                .withSegmentBytes(1 << 20)
                .withDiskReserveBytes(0)
                .withErrorHandler(error -> {
                    synchronized (errors) {
                        errors.add(error);
                    }
                }));
        appender = store.queue(AttackedChild.QUEUE).newAppender();
        consumer = ChildJvm.start(AttackedChild.class, path.toString());
        consumer.await("attached");
        deliver("at first");
    }

    @AfterEach
    void close() {
        consumer.close();
        store.close();
    }

    private void deliver(String when) {
        consumer.ask("latency");
        for (int i = 1; i <= MESSAGES; i++) {
            Record record = new Record().payloadLength(Long.BYTES);
            record.buffer().putLong(record.payloadOffset(), System.nanoTime());
            appender.append(record);
            int expected = i;
            await().atMost(LONGEST_DELIVERY)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> Integer.parseInt(consumer.ask("count")) == expected);
        }
        System.out.println("hostile: " + when + ", delivered us p50 p99 max=" + consumer.ask("latency") + ", errors="
                + consumer.ask("errors"));
    }

    private Path memberOf(ChildJvm child) {
        int slot = store.survey().members().stream()
                .filter(member -> member.pid() == child.pid())
                .findFirst()
                .orElseThrow()
                .slot();
        return path.resolve("members").resolve(Integer.toString(slot));
    }

    /** Damages a file of a third process that is attached and idle, looks at the others, kills it, looks again. */
    private void damage(String what, String suffix, Damage damage) throws IOException {
        try (ChildJvm victim = ChildJvm.start(AttackedChild.class, path.toString(), "idle")) {
            victim.await("attached");
            Path member = memberOf(victim);
            damage.to(member.resolveSibling(member.getFileName() + suffix));
            deliver(what + ", its member alive");
        }
        deliver(what + ", its member dead");
        try (ChildJvm newcomer = ChildJvm.start(AttackedChild.class, path.toString(), "idle")) {
            newcomer.await("attached");
            deliver(what + ", a newcomer there");
        }
    }

    private void assertNobodySpins() {
        long before = Long.parseLong(consumer.ask("cpuMs"));
        await().pollDelay(LOOK).atMost(LOOK.multipliedBy(5)).until(() -> true);
        long used = Long.parseLong(consumer.ask("cpuMs")) - before;
        System.out.println("hostile: cpu of an idle consumer in " + LOOK + ": " + used + " ms");
        assertThat(used).isLessThan((long) (LOOK.toMillis() * MOST_CPU));
        assertThat(Integer.parseInt(consumer.ask("errors").split(" ")[0])).isLessThan(200);
        synchronized (errors) {
            assertThat(errors).hasSizeLessThan(200);
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(length);
        }
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        }
    }

    private static byte[] longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldLiveOnWhenMemberFilesAreCutUnderTheirMappings() throws IOException {
        damage("cut to nothing", "", file -> cut(file, 0));
        damage("cut in its header", "", file -> cut(file, 40));
        assertNobodySpins();
    }

    @Test
    void shouldLiveOnWhenMemberFilesSayWhatNoMemberSays() throws IOException {
        damage("zeros", "", file -> overwrite(file, 0, new byte[256]));
        damage("noise", "", file -> overwrite(file, 0, random(256)));
        damage("noise behind the header", "", file -> overwrite(file, 64, random(192)));
        damage("token of another slot", "", file -> overwrite(file, 64, longs(7L << 16 | 900)));
        damage("token beyond all slots", "", file -> overwrite(file, 64, longs(7L << 16 | 0xFFFF)));
        damage("host of any length", "", file -> overwrite(file, 76, longs(0x7FFFFFFF)));
        assertNobodySpins();
    }

    @Test
    void shouldLiveOnWhenMemberFilesGiveWayToSomethingElse() throws IOException {
        damage("deleted", "", Files::delete);
        damage("a link", "", file -> {
            Files.delete(file);
            Files.createSymbolicLink(file, Files.write(directory.resolve("elsewhere"), random(256)));
        });
        damage("a directory", "", file -> {
            Files.delete(file);
            Files.createDirectory(file);
        });
        damage("a bell that is no socket", ".bell", file -> {
            Files.delete(file);
            Files.write(file, random(100));
        });
        damage("a bell that is gone", ".bell", Files::delete);
        assertNobodySpins();
    }

    @Test
    void shouldLiveOnWhenAMemberLeavesAListOfPlacesThatItDidNotWrite() throws IOException {
        damage("noise", ".places", file -> Files.write(file, random(10_000)));
        damage("outside", ".places", file -> Files.writeString(file, "../../etc\n/etc/passwd\nqueues/../..\n\0\n"));
        damage("a pipe", ".places", file -> {
            Files.delete(file);
            try {
                new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        damage("a lot", ".places", file -> Files.writeString(file, "queues/nothing\n".repeat(1_000_000)));
        assertNobodySpins();
    }

    /** The consumer's own file: it is the one that is asked whether it lives. */
    @Test
    void shouldLiveOnWhenItsOwnMemberFileIsDamaged() throws IOException {
        Path own = memberOf(consumer);
        overwrite(own, 0, new byte[256]);
        deliver("own file zeros");
        cut(own, 0);
        deliver("own file cut");
        assertNobodySpins();
        assertThat(consumer.ask("close")).isEqualTo("done");
    }
}
