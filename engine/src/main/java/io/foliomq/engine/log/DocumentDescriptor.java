package io.foliomq.engine.log;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The frame around each document, which is that of Chronicle Queue: a 4-byte little-endian word, then the bytes, padded to 4. The word is 0 until the document is complete;
 * bits 0-29 are its length, bit 30 says that it is Chronicle's own metadata, bit 31 that it is not complete. Both, and no length, mark the end of the file.
 */
final class DocumentDescriptor {
    static final int HEADER_LENGTH = Integer.BYTES;
    static final int LENGTH_MASK = 0x3FFF_FFFF;
    static final int METADATA_FLAG = 0x4000_0000;
    static final int INCOMPLETE_FLAG = 0x8000_0000;
    /** In the place of a frame: nothing follows in this file. */
    static final int END_OF_FILE = INCOMPLETE_FLAG | METADATA_FLAG;

    static {
        // The word is stored in the processor's order.
        assert ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    private DocumentDescriptor() {}

    static int header(DirectBuffer segment, long offset) {
        return segment.getInt((int) offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Says that the document of this length, which is all written, is complete. */
    static void complete(AtomicBuffer segment, int offset, int length) {
        segment.putIntRelease(offset, length);
    }

    static boolean isComplete(int header) {
        return header != 0 && (header & INCOMPLETE_FLAG) == 0;
    }

    static boolean isMetadata(int header) {
        return (header & METADATA_FLAG) != 0;
    }

    static int length(int header) {
        return header & LENGTH_MASK;
    }

    /** The most that a record of this length takes, header and padding included. */
    static long most(int length) {
        return HEADER_LENGTH + length + 3L;
    }

    /** The offset of the header of the next document. */
    static long next(long recordOffset, int length) {
        return (recordOffset + length + 3) & ~3L;
    }
}
