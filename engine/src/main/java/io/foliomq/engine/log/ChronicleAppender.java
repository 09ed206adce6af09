package io.foliomq.engine.log;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.OwnerOnly;
import io.foliomq.engine.storage.RepairScope;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.Zeros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.function.LongSupplier;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Chronicle Queue as an append-only file and nothing else: its cycle is our segment number, its index is kept as small as it goes because nobody reads it. Every
 * method runs under the lane's mutex.
 */
final class ChronicleAppender implements AutoCloseable {
    /** The file in which Chronicle keeps its lock and its list of cycles. */
    static final String METADATA = "metadata.cq4t";

    /** What is ever written of it. */
    private static final int METADATA_BYTES = 8192;

    private static final long CYCLE_MS = 300_000;
    private static final DateTimeFormatter FILE_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm'V'").withZone(ZoneOffset.UTC);
    private static final String KEPT = ".kept";
    private static final int INDEX_COUNT = 8;
    private static final int INDEX_SPACING = 1 << 19;
    private static final long LOCK_TIMEOUT_MS = 200;

    static {
        silence("chronicle.analytics.disable");
        silence("chronicle.announcer.disable");
        silence("chronicle.disk.monitor.disable");
    }

    private final Path directory;
    private final int blockSize;
    private final SegmentClock segmentAsTime;
    private final UnsafeBuffer document = new UnsafeBuffer(0, 0);
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;

    /** @param abandoned after the death of a holder, or after an error: Chronicle's own lock, which nobody alive can hold, is freed first */
    ChronicleAppender(Path directory, int blockSize, LongSupplier currentSegment, boolean abandoned) {
        this.directory = directory;
        this.blockSize = blockSize;
        this.segmentAsTime = new SegmentClock(currentSegment);
        reserveMetadata(directory.resolve(METADATA));
        this.queue = openQueue();
        try {
            if (abandoned) {
                new TableStoreWriteLock(queue.metaStore(), Pauser::balanced, LOCK_TIMEOUT_MS).forceUnlock();
            }
            this.appender = openAppender();
        } catch (RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    /** Chronicle's name for the file of a segment. */
    static String fileName(long segment) {
        return stem(segment) + ".cq4";
    }

    /** The name of a segment that Chronicle must not open any more; readers do. */
    static String keptFileName(long segment) {
        return stem(segment) + KEPT;
    }

    /** The segment of a file by either of its names; -1 if it is no segment's. */
    static long segmentOf(String fileName) {
        boolean named = fileName.endsWith(".cq4") || fileName.endsWith(KEPT);
        if (!named) {
            return -1;
        }
        try {
            String stem = fileName.substring(0, fileName.lastIndexOf('.'));
            long ms = LocalDateTime.parse(stem, FILE_NAME)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
            return ms % CYCLE_MS == 0 ? ms / CYCLE_MS : -1;
        } catch (DateTimeParseException e) {
            return -1;
        }
    }

    /** The name under which Chronicle finds a segment that was made for it beforehand. */
    static String spareFileName(long segment) {
        return stem(segment) + ".precreated";
    }

    /** Appends empty documents, in a directory that is thrown away. */
    void rehearse(int documents) {
        for (int i = 0; i < documents; i++) {
            try (DocumentContext context = appender.writingDocument()) {
                Objects.requireNonNull(context.wire()).bytes().writeLong(i);
            }
        }
    }

    /**
     * Appends one document to the current segment.
     *
     * @return the offset of the record in the segment's file
     */
    long append(DirectBuffer record, int offset, int length, int crcField) {
        DocumentContext context = appender.writingDocument();
        boolean whole = false;
        try {
            Bytes<?> bytes = Objects.requireNonNull(context.wire()).bytes();
            long position = bytes.writePosition();
            document.wrap(bytes.addressForWrite(position), length);
            document.putBytes(0, record, offset, length);
            CrashPoint.APPEND_HALF_WRITTEN.reach();
            document.putInt(RecordDescriptor.CRC_OFFSET, crcField, RecordDescriptor.ORDER);
            bytes.writeSkip(length);
            whole = true;
            return position;
        } finally {
            if (!whole) {
                // Closing would commit half a document.
                context.rollbackOnClose();
            }
            context.close();
        }
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
        segmentAsTime.stop();
    }

    private SingleChronicleQueue openQueue() {
        return SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(RollCycles.FIVE_MINUTELY)
                .timeProvider(segmentAsTime)
                .blockSize(blockSize)
                .indexCount(INDEX_COUNT)
                .indexSpacing(INDEX_SPACING)
                .timeoutMS(LOCK_TIMEOUT_MS)
                .build();
    }

    /** Chronicle makes the file through a mapping, where a full disk would be a fault; it takes one of zeros for one to be made. */
    private static void reserveMetadata(Path metadata) {
        if (Files.exists(metadata)) {
            return;
        }
        try {
            OwnerOnly.createFile(metadata);
            Zeros.write(metadata, 0, METADATA_BYTES);
        } catch (IOException e) {
            throw new StoreFault(
                    StoreFault.Kind.IO, "cannot make file: file=" + metadata + ", cause=" + e.getMessage(), e);
        } catch (StoreFault e) {
            RepairScope.delete(metadata);
            throw e;
        }
    }

    private ExcerptAppender openAppender() {
        ExcerptAppender opened = queue.createAppender();
        opened.singleThreadedCheckDisabled(true);
        return opened;
    }

    private static String stem(long segment) {
        return FILE_NAME.format(Instant.ofEpochMilli(segment * CYCLE_MS));
    }

    private static void silence(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }

    /** Chronicle asks the time and gets the segment number. It keeps the clocks of closed queues, through which the lane's file would stay mapped. */
    private static final class SegmentClock implements TimeProvider {
        private volatile LongSupplier currentSegment;

        SegmentClock(LongSupplier currentSegment) {
            this.currentSegment = currentSegment;
        }

        void stop() {
            currentSegment = () -> 0;
        }

        @Override
        public long currentTimeMillis() {
            return currentSegment.getAsLong() * CYCLE_MS;
        }

        @Override
        public long currentTimeMicros() {
            return currentTimeMillis() * 1_000;
        }

        @Override
        public long currentTimeNanos() {
            return currentTimeMillis() * 1_000_000;
        }
    }
}
