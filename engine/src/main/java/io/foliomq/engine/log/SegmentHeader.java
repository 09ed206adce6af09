package io.foliomq.engine.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What a segment's file begins with: the metadata documents that Chronicle Queue makes for a queue with the smallest index there is. Nothing of ours
 * reads it; with it Chronicle's own tools read the file.
 */
final class SegmentHeader {
    /** Beside this class. */
    static final String RESOURCE = "segment-header.bin";

    private static final byte[] BYTES = read();

    /** Where the first record's frame begins. */
    static final int LENGTH = BYTES.length;

    private SegmentHeader() {}

    static ByteBuffer bytes() {
        return ByteBuffer.wrap(BYTES).asReadOnlyBuffer();
    }

    private static byte[] read() {
        try (InputStream in = SegmentHeader.class.getResourceAsStream(RESOURCE)) {
            return Objects.requireNonNull(in, RESOURCE).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
