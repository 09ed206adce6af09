package io.foliomq.engine.log;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreLayout;
import io.foliomq.engine.storage.WrittenFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The payloads of a destination that are too large for a segment; see {@link LargeBodyDescriptor}. Thread-safe. */
public final class LargeBodies {
    private static final Pattern NAME = Pattern.compile("(\\d)-(\\d{1,15})-[0-9a-f]+\\.body");
    private static final Pattern KEPT = Pattern.compile("([0-9a-f]{1,16})\\.(?:prepared|new)");
    private static final int INCARNATION_SHIFT = 32;

    private final Path directory;
    private final BodyNames names;
    private final LaneSettings settings;
    private final AtomicLong counter;

    /** @param counter gives numbers that this member never gave before, in any destination */
    public LargeBodies(Path directory, LaneSettings settings, AtomicLong counter) {
        this.directory = directory;
        this.names = new BodyNames(directory);
        this.settings = settings;
        this.counter = counter;
    }

    /**
     * Writes the payload under a temporary name, and the reference to it into {@code reference}.
     *
     * @param forced whether it is on stable storage on return
     */
    public void write(
            byte[] payload,
            int offset,
            int length,
            MutableDirectBuffer reference,
            int referenceOffset,
            boolean forced) {
        settings.diskGuard().admit(length);
        StoreLayout.makeDirectory(directory);
        long id = incarnationBits(settings.holder().token()) | (counter.incrementAndGet() & 0xFFFF_FFFFL);
        WrittenFile.create(
                names.temporary(id),
                FileKind.LARGE_BODY,
                settings.storeId(),
                settings.epochClock().time(),
                new UnsafeBuffer(payload),
                offset,
                length,
                forced);
        CRC32C crc = new CRC32C();
        crc.update(payload, offset, length);
        reference.putLong(referenceOffset + LargeBodyDescriptor.ID_OFFSET, id, RecordDescriptor.ORDER);
        reference.putInt(referenceOffset + LargeBodyDescriptor.LENGTH_OFFSET, length, RecordDescriptor.ORDER);
        reference.putInt(
                referenceOffset + LargeBodyDescriptor.CRC_OFFSET, (int) crc.getValue(), RecordDescriptor.ORDER);
    }

    /** Under the lane's mutex, before the record is appended: gives the file its name. Idempotent. */
    public void adopt(int lane, long segment, long id) {
        if (!adoptIfThere(lane, segment, id)) {
            throw new StoreFault(StoreFault.Kind.IO, "large body is gone: file=" + names.temporary(id));
        }
    }

    /** As {@link #adopt}; {@code false} if there is none, as a power loss may leave it that was not forced. */
    public boolean adoptIfThere(int lane, long segment, long id) {
        return moved(names.temporary(id), lane, segment, id)
                || Files.exists(names.adopted(lane, segment, id))
                || moved(names.kept(id), lane, segment, id)
                || adoptAgain(lane, segment, id);
    }

    private boolean moved(Path from, int lane, long segment, long id) {
        try {
            Files.move(from, names.adopted(lane, segment, id), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot rename large body: file=" + from + ", cause=" + e, e);
        }
    }

    /** Takes {@link #adopt} back, for a transaction that was not decided. If that fails, the file goes with the segment. */
    public void disown(int lane, long segment, long id) {
        moveBack(names.adopted(lane, segment, id), id);
    }

    private void moveBack(Path from, long id) {
        try {
            Files.move(from, names.temporary(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // It was not there; or it will be adopted from where it is.
            return;
        }
    }

    /** After a power loss that kept the body and lost the record: from the segment that the record was in. */
    private boolean adoptAgain(int lane, long segment, long id) {
        return names.adopted(lane, id).stream().anyMatch(body -> moved(body, lane, segment, id));
    }

    /** From now on the file outlives its member: it waits to be adopted, or discarded, by anybody. */
    public void keep(long id) {
        try {
            Files.move(names.temporary(id), names.kept(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot rename large body: file=" + names.temporary(id) + ", cause=" + e, e);
        }
    }

    /** Takes {@link #keep} back, if it was done. If that fails, the body can still be adopted from where it is. */
    public void disownKept(long id) {
        moveBack(names.kept(id), id);
    }

    /** Whether a file waits to be adopted under one of these ids; its last change of name may have been lost. */
    public static boolean isKept(Path body, Set<Long> ids) {
        Matcher name = KEPT.matcher(body.getFileName().toString());
        return name.matches() && ids.contains(Long.parseUnsignedLong(name.group(1), 16));
    }

    /** Forces the names of the bodies to stable storage, unless their destination was deleted meanwhile; the bytes of those that {@link #write} forced are there already. */
    public void forceNames() {
        StoreLayout.forceNamesIfThere(directory, 0);
    }

    /** Whether a body was adopted for this segment, and for none since. */
    public boolean isThere(int lane, long segment, long id) {
        return Files.exists(names.adopted(lane, segment, id), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a file belongs to a segment that a repair kept, or that is younger than the repair. */
    public static boolean isOf(Path body, int lane, LaneRepair repaired) {
        Matcher name = NAME.matcher(body.getFileName().toString());
        return name.matches()
                && Integer.parseInt(name.group(1)) == lane
                && repaired.isKeptOrYounger(Long.parseLong(name.group(2)));
    }

    /** Maps a payload, checked; the caller closes it. The payload starts behind the common header. */
    public MappedFile open(int lane, long segment, DirectBuffer reference, int offset) {
        long id = reference.getLong(offset + LargeBodyDescriptor.ID_OFFSET, RecordDescriptor.ORDER);
        int length = reference.getInt(offset + LargeBodyDescriptor.LENGTH_OFFSET, RecordDescriptor.ORDER);
        int expected = reference.getInt(offset + LargeBodyDescriptor.CRC_OFFSET, RecordDescriptor.ORDER);
        MappedFile file = MappedFile.open(
                names.adopted(lane, segment, id),
                FileKind.LARGE_BODY,
                settings.storeId(),
                FileHeaderDescriptor.LENGTH + (long) length);
        int actual = crc(file, length);
        if (actual != expected) {
            file.close();
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "large body is corrupt: file=" + file.path() + ", field=crc, expected=0x"
                            + Integer.toHexString(expected) + ", actual=0x" + Integer.toHexString(actual));
        }
        return file;
    }

    /** Of the payload in a file, as the reference to it says. */
    static int crc(MappedFile file, int length) {
        CRC32C crc = new CRC32C();
        byte[] chunk = new byte[1 << 16];
        for (int done = 0; done < length; ) {
            int n = Math.min(chunk.length, length - done);
            file.buffer().getBytes(FileHeaderDescriptor.LENGTH + done, chunk, 0, n);
            crc.update(chunk, 0, n);
            done += n;
        }
        return (int) crc.getValue();
    }

    /** Deletes what a transaction that ended otherwise, or an append that failed, left. */
    public void discard(long id) {
        delete(names.temporary(id));
        delete(names.kept(id));
    }

    /** Deletes what a member that is gone left under a temporary name. */
    public void discardAll(long token) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        String prefix = Long.toHexString(incarnationBits(token) >>> INCARNATION_SHIFT);
        try (DirectoryStream<Path> bodies = Files.newDirectoryStream(directory, prefix + "????????.new*")) {
            bodies.forEach(LargeBodies::delete);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot list large bodies: directory=" + directory + ", cause=" + e, e);
        }
    }

    private static long incarnationBits(long token) {
        return token >>> 16 << INCARNATION_SHIFT;
    }

    /**
     * The bodies of a segment that is kept to which no record refers that may still be read.
     *
     * @param unsettled bit i: the record at the segment's first + i is not settled
     */
    public List<Path> settled(int priority, long number, Lane lane, BitSet unsettled) {
        List<Path> bodies = list(priority, number);
        Segment segment = bodies.isEmpty() ? null : lane.acquire(number);
        if (segment == null) {
            return List.of();
        }
        try {
            for (int i = unsettled.nextSetBit(0); i >= 0; i = unsettled.nextSetBit(i + 1)) {
                long id = segment.largeBody(segment.firstSequence() + i);
                if (id != 0) {
                    bodies.remove(names.adopted(priority, number, id));
                }
            }
            return bodies;
        } catch (StoreFault e) {
            // Nobody knows to which of them a damaged record refers.
            return List.of();
        } finally {
            segment.release();
        }
    }

    private List<Path> list(int lane, long segment) {
        List<Path> bodies = new ArrayList<>();
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return bodies;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, lane + "-" + segment + "-*.body")) {
            found.forEach(bodies::add);
            return bodies;
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot list large bodies: directory=" + directory + ", cause=" + e, e);
        }
    }

    /** Of records that are settled, for good: on stable storage too. */
    public void delete(List<Path> bodies) {
        for (Path body : bodies) {
            delete(body);
            CrashPoint.PUNCH_BODY.reach();
        }
    }

    /** Deletes the bodies of a segment that is gone. */
    public void deleteSegment(int lane, long segment) {
        list(lane, segment).forEach(LargeBodies::delete);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new StoreFault(StoreFault.Kind.IO, "cannot delete large body: file=" + path + ", cause=" + e, e);
        }
    }
}
