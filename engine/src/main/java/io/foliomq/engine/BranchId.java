package io.foliomq.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name by which a transaction manager knows one branch of a global transaction: what the X/Open XA specification calls an XID. Immutable; equal if all three parts are.
 */
public final class BranchId {
    /** The longest global id and the longest qualifier, in bytes. */
    public static final int LONGEST_PART = 64;

    private static final int HEADER = 2 * Integer.BYTES;

    private final int formatId;
    private final byte[] globalId;
    private final byte[] qualifier;

    /**
     * @param globalId of the transaction, 1 to {@value #LONGEST_PART} bytes
     * @param qualifier of the branch, up to {@value #LONGEST_PART} bytes
     * @throws IllegalArgumentException a part is too long or too short
     */
    public BranchId(int formatId, byte[] globalId, byte[] qualifier) {
        this.formatId = formatId;
        this.globalId = checked("globalId", globalId, 1);
        this.qualifier = checked("qualifier", qualifier, 0);
    }

    private static byte[] checked(String part, byte[] bytes, int shortest) {
        if (bytes.length < shortest || bytes.length > LONGEST_PART) {
            throw new IllegalArgumentException(
                    "branch id: " + part + ".length=" + bytes.length + ", accepted=" + shortest + ".." + LONGEST_PART);
        }
        return bytes.clone();
    }

    public int formatId() {
        return formatId;
    }

    public byte[] globalId() {
        return globalId.clone();
    }

    public byte[] qualifier() {
        return qualifier.clone();
    }

    /** Format id, length of the global id, global id, qualifier; big endian. */
    byte[] encoded() {
        return ByteBuffer.allocate(HEADER + globalId.length + qualifier.length)
                .putInt(formatId)
                .putInt(globalId.length)
                .put(globalId)
                .put(qualifier)
                .array();
    }

    static BranchId decode(byte[] encoded) {
        ByteBuffer buffer = ByteBuffer.wrap(encoded);
        int formatId = buffer.getInt();
        int end = HEADER + buffer.getInt();
        return new BranchId(
                formatId, Arrays.copyOfRange(encoded, HEADER, end), Arrays.copyOfRange(encoded, end, encoded.length));
    }

    /** Different for different branches, and safe in a file name. */
    String fileName() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(encoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BranchId that
                && formatId == that.formatId
                && Arrays.equals(globalId, that.globalId)
                && Arrays.equals(qualifier, that.qualifier);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * formatId + Arrays.hashCode(globalId)) + Arrays.hashCode(qualifier);
    }

    /** Format id and both parts: as text where they are printable, else in hexadecimal. */
    @Override
    public String toString() {
        return formatId + ":" + text(globalId) + ":" + text(qualifier);
    }

    private static String text(byte[] bytes) {
        for (byte each : bytes) {
            if (each <= ' ' || each > '~') {
                return "0x" + HexFormat.of().formatHex(bytes);
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
