package io.foliomq.engine.log;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are read where a positions file says that they are, which may be anywhere. */
class SegmentFuzzTest {
    private static final long MOST_BYTES = 1 << 20;
    private static final StoreId STORE = new StoreId(1, 2);
    private static final int NUMBER = 1;
    private static final int RECORDS = 8;
    private static final int LENGTH = 100;
    private static final int FRAME = DocumentDescriptor.HEADER_LENGTH + LENGTH;

    @TempDir
    Path directory;

    private byte[] positions() throws IOException {
        Path path = Segment.positionsPath(directory, NUMBER);
        MappedFile.create(
                path,
                FileKind.POSITIONS,
                STORE,
                1,
                PositionsDescriptor.length(RECORDS),
                PositionsDescriptor.length(RECORDS),
                buffer -> {
                    for (int i = 0; i < RECORDS; i++) {
                        buffer.putInt(PositionsDescriptor.entry(i), i * FRAME + DocumentDescriptor.HEADER_LENGTH);
                    }
                });
        return Files.readAllBytes(path);
    }

    private static byte[] log() {
        UnsafeBuffer log = new UnsafeBuffer(new byte[RECORDS * FRAME]);
        for (int i = 0; i < RECORDS; i++) {
            byte[] record = new byte[LENGTH];
            Arrays.fill(record, (byte) i);
            log.putInt(i * FRAME, LENGTH);
            log.putBytes(i * FRAME + DocumentDescriptor.HEADER_LENGTH, record);
            log.putInt(
                    i * FRAME + DocumentDescriptor.HEADER_LENGTH,
                    RecordDescriptor.seal(RecordDescriptor.checksum(record, 0, LENGTH), i));
        }
        return log.byteArray();
    }

    @Test
    void shouldReadOrRefuseWhateverThePositionsAre() throws IOException {
        byte[] positions = positions();
        Files.write(SegmentNames.log(directory, NUMBER), log());
        fuzz("positions", positions, Segment.positionsPath(directory, NUMBER), FileHeaderDescriptor.LENGTH);
        fuzz("positions file", positions, Segment.positionsPath(directory, NUMBER), 0);
    }

    @Test
    void shouldReadOrRefuseWhateverTheFramesAre() throws IOException {
        positions();
        fuzz("frames", log(), SegmentNames.log(directory, NUMBER), 0);
    }

    private void fuzz(String what, byte[] written, Path path, int from) {
        Path next = directory.resolve("next");
        new Fuzz(what, MOST_BYTES)
                .run(
                        mutations -> from > 0
                                ? mutations.change(written, from, written.length)
                                : mutations.changeAndResize(written),
                        input -> {
                            Files.write(next, input);
                            Files.move(next, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                            return readAll();
                        });
    }

    private boolean readAll() {
        Segment segment;
        try {
            segment = Segment.open(directory, STORE, NUMBER, 0, RECORDS);
        } catch (StoreFault e) {
            return false;
        }
        boolean all = true;
        for (int i = 0; i < RECORDS; i++) {
            all &= isReadable(segment, i);
        }
        segment.release();
        return all;
    }

    private static boolean isReadable(Segment segment, int sequence) {
        boolean readable = true;
        for (Runnable look : new Runnable[] {
            () -> segment.deliverAt(sequence),
            () -> segment.timestamp(sequence),
            () -> segment.group(sequence),
            () -> segment.isLastOfGroup(sequence),
            () -> segment.transaction(sequence),
            () -> requireWritten(segment, sequence)
        }) {
            try {
                look.run();
            } catch (StoreFault refused) {
                readable = false;
            }
        }
        return readable;
    }

    /** What is passed on is what was written, or of a checksum that happens to fit. */
    private static void requireWritten(Segment segment, int sequence) {
        int length = segment.length(sequence);
        byte[] record = new byte[length];
        segment.read(sequence, record, length, new CRC32C());
        CRC32C crc = new CRC32C();
        crc.update(record, RecordDescriptor.FORMAT_OFFSET, length - RecordDescriptor.FORMAT_OFFSET);
        int field = new UnsafeBuffer(record).getInt(RecordDescriptor.CRC_OFFSET, RecordDescriptor.ORDER);
        if (RecordDescriptor.seal((int) crc.getValue(), sequence) != field) {
            throw new AssertionError("wrong bytes were passed on: sequence=" + sequence);
        }
    }
}
