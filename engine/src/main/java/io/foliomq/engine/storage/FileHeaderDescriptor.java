package io.foliomq.engine.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The first 64 bytes of every file of ours, little endian. Written once, before the file gets its name; read-only after that.
 *
 * <pre>
 *   0        8        12       16               32        40           60     64
 *   +--------+--------+--------+----------------+---------+------------+------+
 *   | magic  | kind   | version| store id       | created | reserved 0 | crc  |
 *   +--------+--------+--------+----------------+---------+------------+------+
 * </pre>
 *
 * magic is {@code FOLIOMQ\n}; kind and version are those of {@link FileKind}; created is in ms since the epoch; crc is the CRC32C of bytes 0-59.
 */
public final class FileHeaderDescriptor {
    public static final int MAGIC_OFFSET = 0;
    public static final int KIND_OFFSET = MAGIC_OFFSET + Long.BYTES;
    public static final int VERSION_OFFSET = KIND_OFFSET + Integer.BYTES;
    public static final int STORE_ID_OFFSET = VERSION_OFFSET + Integer.BYTES;
    public static final int CREATED_OFFSET = STORE_ID_OFFSET + 2 * Long.BYTES;
    public static final int RESERVED_OFFSET = CREATED_OFFSET + Long.BYTES;
    public static final int CRC_OFFSET = 60;
    public static final int LENGTH = 64;

    /** {@code FOLIOMQ\n} read as a little-endian long. */
    public static final long MAGIC = 0x0A514D4F494C4F46L;

    private FileHeaderDescriptor() {}

    static void write(MutableDirectBuffer header, FileKind kind, StoreId storeId, long createdMs) {
        header.setMemory(0, LENGTH, (byte) 0);
        header.putLong(MAGIC_OFFSET, MAGIC, ByteOrder.LITTLE_ENDIAN);
        header.putInt(KIND_OFFSET, kind.id(), ByteOrder.LITTLE_ENDIAN);
        header.putInt(VERSION_OFFSET, kind.version(), ByteOrder.LITTLE_ENDIAN);
        header.putLong(STORE_ID_OFFSET, storeId.high(), ByteOrder.LITTLE_ENDIAN);
        header.putLong(STORE_ID_OFFSET + Long.BYTES, storeId.low(), ByteOrder.LITTLE_ENDIAN);
        header.putLong(CREATED_OFFSET, createdMs, ByteOrder.LITTLE_ENDIAN);
        header.putInt(CRC_OFFSET, crc(header), ByteOrder.LITTLE_ENDIAN);
    }

    static StoreId storeId(DirectBuffer header) {
        return new StoreId(
                header.getLong(STORE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN),
                header.getLong(STORE_ID_OFFSET + Long.BYTES, ByteOrder.LITTLE_ENDIAN));
    }

    /** Fails unless the header is intact, of the kind and a version that we read, and (if given) of our store. */
    static void verify(
            DirectBuffer header, String file, FileKind kind, @org.jspecify.annotations.Nullable StoreId storeId) {
        expect(StoreFault.Kind.CORRUPT, file, "magic", MAGIC, header.getLong(MAGIC_OFFSET, ByteOrder.LITTLE_ENDIAN));
        expect(
                StoreFault.Kind.CORRUPT,
                file,
                "header crc",
                crc(header),
                header.getInt(CRC_OFFSET, ByteOrder.LITTLE_ENDIAN));
        expect(
                StoreFault.Kind.CORRUPT,
                file,
                "file kind",
                kind.id(),
                header.getInt(KIND_OFFSET, ByteOrder.LITTLE_ENDIAN));
        int version = header.getInt(VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (version > kind.version()) {
            expect(StoreFault.Kind.TOO_NEW, file, "format version", kind.version(), version);
        }
        expect(StoreFault.Kind.TOO_OLD, file, "format version", kind.version(), version);
        StoreId found = storeId(header);
        if (storeId != null && !storeId.equals(found)) {
            throw new StoreFault(
                    StoreFault.Kind.MISMATCH,
                    "file belongs to another store: file=" + file + ", expected=" + storeId + ", actual=" + found);
        }
    }

    private static void expect(StoreFault.Kind kind, String file, String what, long expected, long actual) {
        if (expected != actual) {
            String hint = kind == StoreFault.Kind.TOO_NEW
                    ? "file was written by a newer version of FolioMQ"
                    : kind == StoreFault.Kind.TOO_OLD
                            ? "file was written by an older version of FolioMQ"
                            : "file is corrupt";
            throw new StoreFault(
                    kind,
                    hint + ": file=" + file + ", field=" + what + ", expected=0x" + Long.toHexString(expected)
                            + ", actual=0x" + Long.toHexString(actual));
        }
    }

    private static int crc(DirectBuffer header) {
        byte[] bytes = new byte[CRC_OFFSET];
        header.getBytes(0, bytes);
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.wrap(bytes));
        return (int) crc.getValue();
    }
}
