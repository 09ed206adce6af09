package io.foliomq.engine.transaction;

import static io.foliomq.engine.transaction.TransactionDescriptor.OPERATION_LANE;
import static io.foliomq.engine.transaction.TransactionDescriptor.OPERATION_LARGE_ID;
import static io.foliomq.engine.transaction.TransactionDescriptor.OPERATION_LENGTH;
import static io.foliomq.engine.transaction.TransactionDescriptor.OPERATION_PATH;
import static io.foliomq.engine.transaction.TransactionDescriptor.OPERATION_PATH_LENGTH;
import static io.foliomq.engine.transaction.TransactionDescriptor.OPERATION_SEQUENCE;
import static io.foliomq.engine.transaction.TransactionDescriptor.OPERATION_TYPE;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** The operations of a transaction, encoded as in {@link TransactionDescriptor}, while it is being made. Reusable; not thread-safe. */
public final class Operations {
    private static final int KEPT_CAPACITY = 1 << 20;

    private static final int LAST_LANE = 9;

    private static final Pattern UPWARDS = Pattern.compile("(^|/)\\.\\.(/|$)");

    private ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private int end;
    private int count;

    public void clear() {
        end = 0;
        count = 0;
        if (buffer.capacity() > KEPT_CAPACITY) {
            buffer = new ExpandableArrayBuffer(4096);
        }
    }

    public int count() {
        return count;
    }

    public int length() {
        return end;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    /** Backs {@link #buffer()}. */
    public byte[] bytes() {
        return buffer.byteArray();
    }

    /** @param path of the destination's directory, relative to the store */
    public void append(byte[] path, int lane, long largeId, byte[] record, int recordLength) {
        int start = start(OperationType.APPEND, path, lane, 0, largeId, recordLength);
        buffer.putBytes(start + OPERATION_PATH + path.length, record, 0, recordLength);
    }

    /** @param path of the subscription's directory, relative to the store */
    public void settle(OperationType type, byte[] path, int lane, long sequence) {
        start(type, path, lane, sequence, 0, 0);
    }

    private int start(OperationType type, byte[] path, int lane, long sequence, long largeId, int more) {
        int start = end;
        int length = OPERATION_PATH + path.length + more;
        buffer.checkLimit(start + TransactionDescriptor.padded(length));
        buffer.putInt(start + OPERATION_LENGTH, length);
        buffer.putInt(start + OPERATION_TYPE, type.ordinal());
        buffer.putInt(start + OPERATION_LANE, lane);
        buffer.putInt(start + OPERATION_PATH_LENGTH, path.length);
        buffer.putLong(start + OPERATION_SEQUENCE, sequence);
        buffer.putLong(start + OPERATION_LARGE_ID, largeId);
        buffer.putBytes(start + OPERATION_PATH, path);
        end = start + TransactionDescriptor.padded(length);
        count++;
        return start;
    }

    /** How many operations lie in the first bytes of a buffer; -1 if any of them is not as it is written here, or names a place outside the store. */
    static int count(DirectBuffer operations, int to) {
        int count = 0;
        int at = 0;
        while (at < to) {
            if (to - at < OPERATION_PATH || !isWhole(operations, at, to)) {
                return -1;
            }
            at += TransactionDescriptor.padded(operations.getInt(at + OPERATION_LENGTH));
            count++;
        }
        return count;
    }

    private static boolean isWhole(DirectBuffer operations, int at, int to) {
        int length = operations.getInt(at + OPERATION_LENGTH);
        int pathLength = operations.getInt(at + OPERATION_PATH_LENGTH);
        int lane = operations.getInt(at + OPERATION_LANE);
        boolean fits = length >= OPERATION_PATH
                && length <= to - at
                && TransactionDescriptor.padded(length) <= to - at
                && pathLength >= 0
                && pathLength <= length - OPERATION_PATH;
        if (!fits || lane < 0 || lane > LAST_LANE || !OperationType.isOne(operations.getInt(at + OPERATION_TYPE))) {
            return false;
        }
        byte[] path = new byte[pathLength];
        operations.getBytes(at + OPERATION_PATH, path);
        boolean isAppend = operations.getInt(at + OPERATION_TYPE) == OperationType.APPEND.ordinal();
        boolean isDeepEnough = isAppend || IntStream.range(0, pathLength).anyMatch(i -> path[i] == '/');
        return isDeepEnough && isInside(new String(path, StandardCharsets.UTF_8));
    }

    private static boolean isInside(String path) {
        return !path.isEmpty()
                && path.charAt(0) != '/'
                && path.indexOf('\0') < 0
                && !UPWARDS.matcher(path).find();
    }

    /** Goes through the operations in order; a flyweight. */
    public static final class Cursor {
        private DirectBuffer buffer = new ExpandableArrayBuffer(0);
        private int start;
        private int next;
        private int end;
        private int index;

        public Cursor over(Operations operations) {
            return wrap(operations.buffer, 0, operations.end);
        }

        Cursor wrap(DirectBuffer operations, int from, int to) {
            buffer = operations;
            next = from;
            end = to;
            index = -1;
            return this;
        }

        public boolean advance() {
            if (next >= end) {
                return false;
            }
            start = next;
            next = start + TransactionDescriptor.padded(buffer.getInt(start + OPERATION_LENGTH));
            index++;
            return true;
        }

        /** 0, 1, 2… */
        public int index() {
            return index;
        }

        public OperationType type() {
            return OperationType.of(buffer.getInt(start + OPERATION_TYPE));
        }

        public int lane() {
            return buffer.getInt(start + OPERATION_LANE);
        }

        public long sequence() {
            return buffer.getLong(start + OPERATION_SEQUENCE);
        }

        public long largeId() {
            return buffer.getLong(start + OPERATION_LARGE_ID);
        }

        public String path() {
            byte[] path = new byte[buffer.getInt(start + OPERATION_PATH_LENGTH)];
            buffer.getBytes(start + OPERATION_PATH, path);
            return new String(path, StandardCharsets.UTF_8);
        }

        public DirectBuffer buffer() {
            return buffer;
        }

        public int recordOffset() {
            return start + OPERATION_PATH + buffer.getInt(start + OPERATION_PATH_LENGTH);
        }

        public int recordLength() {
            return buffer.getInt(start + OPERATION_LENGTH)
                    - OPERATION_PATH
                    - buffer.getInt(start + OPERATION_PATH_LENGTH);
        }
    }
}
