package io.foliomq.engine;

import java.nio.file.Path;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How a process opens a store. Values that all members must agree on (segment size) count only when the store is made.
 *
 * @param directory the store; made, for the owner only, if it does not exist
 * @param durability what a returned append survives
 * @param groupMillis interval of {@link Durability#GROUP}
 * @param waitPolicy what waiting consumers do before they sleep
 * @param sendTimeoutMillis how long an append waits for a living member that holds the lane
 * @param segmentBytes size of a log segment, 1 MiB to 1 GiB, a multiple of 64 KiB
 * @param segmentRecords most records in a segment, 1,024 to 4,194,304
 * @param segmentMillis age at which a segment that has records is closed; 0 = by size alone
 * @param largestRecordBytes largest payload, up to 1 GiB
 * @param diskReserveBytes free disk that sending leaves untouched
 * @param clock ms since the epoch; expiry, delay and timestamps go by it
 * @param nanoClock monotonic; time-outs and waits go by it
 * @param errorHandler told of failures on background threads
 */
public record StoreOptions(
        Path directory,
        Durability durability,
        int groupMillis,
        WaitPolicy waitPolicy,
        long sendTimeoutMillis,
        int segmentBytes,
        int segmentRecords,
        long segmentMillis,
        int largestRecordBytes,
        long diskReserveBytes,
        EpochClock clock,
        NanoClock nanoClock,
        ErrorHandler errorHandler) {
    public static final int DEFAULT_LARGEST_RECORD_BYTES = 64 << 20;

    /** One for all, so that options with equal values are equal. */
    private static final ErrorHandler LOGGED = throwable ->
            System.getLogger("io.foliomq.engine").log(System.Logger.Level.WARNING, "background failure", throwable);

    public StoreOptions {
        check("segmentBytes", segmentBytes, 1 << 20, 1 << 30);
        check("segmentRecords", segmentRecords, 1 << 10, 1 << 22);
        check("segmentMillis", segmentMillis, 0, Long.MAX_VALUE);
        check("largestRecordBytes", largestRecordBytes, 1, 1 << 30);
        check("diskReserveBytes", diskReserveBytes, 0, Long.MAX_VALUE);
        check("sendTimeoutMillis", sendTimeoutMillis, 1, Long.MAX_VALUE);
        check("groupMillis", groupMillis, 1, 60_000);
        if (segmentBytes % (64 << 10) != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes: value=" + segmentBytes + ", accepted=a multiple of 65536");
        }
    }

    /** The defaults, for the store in this directory. */
    public static StoreOptions at(Path directory) {
        return new StoreOptions(
                directory,
                Durability.PROCESS,
                10,
                WaitPolicy.BALANCED,
                10_000,
                64 << 20,
                1 << 19,
                0,
                DEFAULT_LARGEST_RECORD_BYTES,
                64L << 20,
                SystemEpochClock.INSTANCE,
                SystemNanoClock.INSTANCE,
                LOGGED);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": value=" + value + ", accepted=" + least + ".." + most);
        }
    }

    public StoreOptions withDurability(Durability newDurability) {
        return new StoreOptions(
                directory,
                newDurability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withGroupMillis(int newGroupMillis) {
        return new StoreOptions(
                directory,
                durability,
                newGroupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withWaitPolicy(WaitPolicy newWaitPolicy) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                newWaitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withSendTimeoutMillis(long newSendTimeoutMillis) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                newSendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withSegmentBytes(int newSegmentBytes) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                newSegmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withSegmentRecords(int newSegmentRecords) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                newSegmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withSegmentMillis(long newSegmentMillis) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                newSegmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withLargestRecordBytes(int newLargestRecordBytes) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                newLargestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withDiskReserveBytes(long newDiskReserveBytes) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                newDiskReserveBytes,
                clock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withClock(EpochClock newClock) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                newClock,
                nanoClock,
                errorHandler);
    }

    public StoreOptions withNanoClock(NanoClock newNanoClock) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                newNanoClock,
                errorHandler);
    }

    public StoreOptions withErrorHandler(ErrorHandler newErrorHandler) {
        return new StoreOptions(
                directory,
                durability,
                groupMillis,
                waitPolicy,
                sendTimeoutMillis,
                segmentBytes,
                segmentRecords,
                segmentMillis,
                largestRecordBytes,
                diskReserveBytes,
                clock,
                nanoClock,
                newErrorHandler);
    }
}
