package io.foliomq.engine;

import io.foliomq.engine.log.RecordDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A store on disk that nobody has open, and copies of it that are damaged on purpose. It knows from the bytes of the segments alone where each message lies, and so which of them a damage may cost.
 */
public final class DamagedStore {
    static final int PAGE = 4096;
    static final int MESSAGES = 700;
    static final String LARGE = "large;".repeat(40_000);
    private static final int ENVELOPE = RecordDescriptor.ENVELOPE_LENGTH;

    private final Path original;
    /** By message: where its document lies. */
    private final Map<String, Place> places = new HashMap<>();

    /** The bytes of one message, its frame included. */
    record Place(Path segment, long from, long to) {
        boolean overlaps(Damage damage) {
            return segment.equals(damage.file()) && from < damage.to() && damage.from() < to;
        }
    }

    /** What was done to a file, given relative to the store: bytes from, to. */
    public record Damage(Path file, String what, long from, long to) {}

    /** Sends to queue {@code q}, in two priorities and one of them in a file of its own, and acknowledges half of them, in rows that become holes and one by one. */
    static void fillQueue(Store made, Collection<String> sent, Collection<String> left) {
        Appender appender = made.queue("q").newAppender();
        for (int i = 0; i < MESSAGES; i++) {
            String message = ("q" + i + ";").repeat(500 + i % 60);
            sent.add(message);
            appender.append(Texts.text(message).priority(priority(i)));
            if (i == MESSAGES / 2) {
                appender.append(Texts.text(LARGE));
            }
        }
        try (Tailer tailer = made.queue("q").subscription().openTailer(TailerOptions.DEFAULT)) {
            Delivery delivery;
            for (int i = 0; (delivery = tailer.poll()) != null; i++) {
                String text = Texts.text(delivery.record());
                if ((i % 30 < 14 || i % 30 == 20) && !text.equals(LARGE)) {
                    tailer.acknowledge(delivery.lease());
                } else {
                    left.add(text);
                }
            }
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> hasHoles(made));
    }

    /** Of the message with this number. */
    static int priority(int number) {
        return number % 50 == 0 ? 9 : 4;
    }

    private static boolean hasHoles(Store made) {
        return made.survey().segments(made.queue("q")).stream()
                .anyMatch(segment -> !segment.current() && segment.diskBytes() < (3 << 20) / 4);
    }

    public DamagedStore(Path original, List<String> messages) {
        this.original = original;
        Map<Path, byte[]> segments = new TreeMap<>();
        files().stream()
                .filter(file -> file.toString().endsWith(".cq4"))
                .forEach(file -> segments.put(file, read(original.resolve(file))));
        Map<String, String> byHead = new HashMap<>();
        messages.forEach(message -> byHead.put(message.substring(0, message.indexOf(';')), message));
        segments.forEach((file, bytes) -> find(file, bytes, byHead));
    }

    /** The first occurrence of a head is where its message starts: none is in two segments. */
    private void find(Path file, byte[] bytes, Map<String, String> byHead) {
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != 'q' && bytes[at] != 't') {
                continue;
            }
            int end = at + 1;
            while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
                end++;
            }
            String message = byHead.get(new String(bytes, at, end - at, StandardCharsets.UTF_8));
            if (message != null && end < bytes.length && bytes[end] == ';' && isWhole(bytes, at, message)) {
                places.put(message, new Place(file, at - ENVELOPE - Integer.BYTES, at + message.length()));
                at += message.length() - 1;
            }
        }
    }

    /** Not what a hole left of it. */
    private static boolean isWhole(byte[] segment, int payload, String message) {
        int frame = payload - ENVELOPE - Integer.BYTES;
        return frame >= 0
                && ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).getInt(frame) == ENVELOPE + message.length();
    }

    Place place(String message) {
        Place place = places.get(message);
        if (place == null) {
            throw new IllegalStateException("message is in no segment: message=" + message.substring(0, 10));
        }
        return place;
    }

    /** Files of the store, relative to it, in a fixed order. */
    public List<Path> files() {
        try (Stream<Path> walk = Files.walk(original)) {
            return walk.filter(Files::isRegularFile)
                    .map(original::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fresh copy; holes stay holes. */
    public Path copyTo(Path target) {
        try {
            for (Path file : files()) {
                Files.createDirectories(target.resolve(file).getParent());
                copy(original.resolve(file), target.resolve(file));
            }
            for (String empty : List.of("members", "names", "queues", "topics", "transactions", "trash")) {
                Files.createDirectories(target.resolve(empty));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(from.toFile(), "r");
                RandomAccessFile out = new RandomAccessFile(to.toFile(), "rw")) {
            long length = Math.min(in.length(), 8L << 20);
            out.setLength(in.length());
            byte[] page = new byte[PAGE];
            for (long at = 0; at < length; at += PAGE) {
                in.seek(at);
                int n = Math.max(0, in.read(page));
                boolean hole = true;
                for (int i = 0; i < n && hole; i++) {
                    hole = page[i] == 0;
                }
                if (!hole) {
                    out.seek(at);
                    out.write(page, 0, n);
                }
            }
        }
    }

    /** Damages one file of a copy in a way that the random numbers choose. */
    public static Damage damage(Path copy, Path file, Random random) {
        Path path = copy.resolve(file);
        long length = Math.min(length(path), 1L << 21);
        return switch (random.nextInt(5)) {
            case 0 -> truncate(path, file, Math.floorMod(random.nextLong(), length + 1));
            case 1 -> overwrite(path, file, "zero page", page(length, random), new byte[PAGE]);
            case 2 -> overwrite(path, file, "garbage page", page(length, random), garbage(PAGE, random));
            case 3 -> flip(path, file, Math.floorMod(random.nextLong(), length), random);
            default -> delete(path, file);
        };
    }

    private static long page(long length, Random random) {
        return Math.floorMod(random.nextLong(), (length + PAGE - 1) / PAGE) * PAGE;
    }

    private static byte[] garbage(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Damage truncate(Path path, Path file, long to) {
        try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
            out.setLength(to);
            return new Damage(file, "truncated", to, Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Damage flip(Path path, Path file, long at, Random random) {
        try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
            out.seek(at);
            int old = Math.max(0, out.read());
            return overwrite(path, file, "bit flip", at, new byte[] {(byte) (old ^ 1 << random.nextInt(8))});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Damage overwrite(Path path, Path file, String what, long at, byte[] bytes) {
        try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
            int length = (int) Math.min(bytes.length, Math.max(0, out.length() - at));
            out.seek(at);
            out.write(bytes, 0, length);
            return new Damage(file, what, at, at + length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Damage delete(Path path, Path file) {
        try {
            Files.delete(path);
            return new Damage(file, "deleted", 0, Long.MAX_VALUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long length(Path path) {
        return path.toFile().length();
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All messages that some damage may have cost. */
    List<String> touched(List<Damage> damages) {
        List<String> touched = new ArrayList<>();
        places.forEach((message, place) -> {
            if (damages.stream().anyMatch(place::overlaps)) {
                touched.add(message);
            }
        });
        return touched;
    }
}
