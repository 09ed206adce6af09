package io.foliomq.engine.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log is one of Chronicle Queue's: nothing of it wrote the files, and its own tailer reads them. */
class ChronicleReadsTest {
    private static final int SEGMENT = 1;
    private static final int RECORDS = 250;
    private static final int LONGEST_TEXT = 16;
    private static final Path RESOURCE =
            Path.of("src/main/resources/io/foliomq/engine/log").resolve(SegmentHeader.RESOURCE);

    @TempDir
    Path directory;

    @BeforeAll
    static void beQuiet() {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
    }

    /** {@code -Dfoliomq.format.write=true} writes the resource first, after another version of Chronicle. */
    @Test
    void shouldBeginWithTheHeaderThatChronicleMakes() throws IOException {
        byte[] made = made();
        if (Boolean.getBoolean("foliomq.format.write")) {
            Files.write(RESOURCE, made);
        }
        assertThat(SegmentHeader.bytes()).isEqualTo(ByteBuffer.wrap(made));
    }

    private byte[] made() throws IOException {
        try (SingleChronicleQueue queue = open(directory)) {
            SingleChronicleQueueStore store =
                    Objects.requireNonNull(queue.storeForCycle(SEGMENT, queue.epoch(), true, null));
            store.close();
        }
        byte[] file = Files.readAllBytes(SegmentNames.log(directory, SEGMENT));
        UnsafeBuffer log = new UnsafeBuffer(file);
        long end = 0;
        while (DocumentDescriptor.isMetadata(DocumentDescriptor.header(log, end))) {
            int length = DocumentDescriptor.length(DocumentDescriptor.header(log, end));
            end = DocumentDescriptor.next(end + DocumentDescriptor.HEADER_LENGTH, length);
        }
        assertThat(Arrays.copyOfRange(file, (int) end, file.length)).containsOnly(0);
        return Arrays.copyOf(file, (int) end);
    }

    @Test
    void shouldBeReadThroughItsSegmentsByChronicle() {
        Path path = directory.resolve("p4");
        List<String> sent = new ArrayList<>();
        try (Lane lane = new LaneUnderTest(path).open(1)) {
            for (int i = 0; i < RECORDS; i++) {
                byte[] record = new byte[10_000 + i];
                byte[] text = ("record " + i).getBytes(UTF_8);
                System.arraycopy(text, 0, record, RecordDescriptor.ENVELOPE_LENGTH, text.length);
                LaneUnderTest.publish(lane, record);
                sent.add("record " + i + ", " + record.length);
            }
            assertThat(lane.currentSegment()).isEqualTo(3);
        }
        assertThat(received(path)).isEqualTo(sent);
    }

    private static List<String> received(Path path) {
        List<String> received = new ArrayList<>();
        try (SingleChronicleQueue queue = open(path);
                ExcerptTailer tailer = queue.createTailer()) {
            while (true) {
                try (DocumentContext context = tailer.readingDocument()) {
                    if (!context.isPresent()) {
                        return received;
                    }
                    Bytes<?> bytes = Objects.requireNonNull(context.wire()).bytes();
                    byte[] record = new byte[(int) bytes.readRemaining()];
                    bytes.read(record);
                    received.add(text(record) + ", " + record.length);
                }
            }
        }
    }

    private static String text(byte[] record) {
        return new String(record, RecordDescriptor.ENVELOPE_LENGTH, LONGEST_TEXT, UTF_8).trim();
    }

    private static SingleChronicleQueue open(Path directory) {
        return SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(RollCycles.FIVE_MINUTELY)
                .timeProvider(() -> SEGMENT * 300_000L)
                .blockSize(1 << 20)
                .indexCount(8)
                .indexSpacing(1 << 19)
                .build();
    }
}
