package io.foliomq.engine;

import io.foliomq.engine.member.SleeperSet;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import java.nio.file.Path;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;

/** The mapped state of a destination. Thread-safe. */
final class DestinationFile implements AutoCloseable {
    private static final long LIVE = 0;
    private static final long DELETED = 1;
    private static final long BURIED = 2;

    private final MappedFile file;
    private final AtomicBuffer state;
    private final SleeperSet sleepers;

    private DestinationFile(MappedFile file) {
        this.file = file;
        this.state = file.buffer();
        this.sleepers = new SleeperSet(state, DestinationDescriptor.SLEEPERS_OFFSET);
    }

    /** Fails unless a destination can have the name. */
    static void requireName(String name) {
        if (name.length() > DestinationDescriptor.LONGEST_NAME) {
            throw new StoreFault(
                    StoreFault.Kind.ILLEGAL,
                    "destination name is too long: characters=" + name.length() + ", accepted="
                            + DestinationDescriptor.LONGEST_NAME);
        }
    }

    static DestinationFile openOrCreate(Path directory, StoreId storeId, long now, DestinationKind kind, String name) {
        MappedFile file = MappedFile.openOrCreate(
                directory.resolve("destination"),
                FileKind.DESTINATION,
                storeId,
                now,
                DestinationDescriptor.LENGTH,
                DestinationDescriptor.LENGTH,
                buffer -> {
                    buffer.putLong(DestinationDescriptor.KIND_OFFSET, kind.ordinal());
                    buffer.putLong(
                            DestinationDescriptor.NONCE_OFFSET,
                            UUID.randomUUID().getLeastSignificantBits());
                    buffer.putLong(
                            DestinationDescriptor.OVERFLOW_OFFSET,
                            Limits.NONE.overflow().ordinal());
                    buffer.putLong(DestinationDescriptor.BLOCK_MILLIS_OFFSET, Limits.NONE.blockMillis());
                    buffer.putInt(DestinationDescriptor.NAME_OFFSET, name.length());
                    for (int i = 0; i < name.length(); i++) {
                        buffer.putChar(
                                DestinationDescriptor.NAME_OFFSET + Integer.BYTES + i * Character.BYTES,
                                name.charAt(i));
                    }
                    buffer.putLong(
                            DestinationDescriptor.CREATION_CRC_OFFSET, DestinationDescriptor.creationCrc(buffer));
                });
        return new DestinationFile(file);
    }

    static DestinationFile open(Path directory, StoreId storeId) {
        return new DestinationFile(MappedFile.open(
                directory.resolve("destination"), FileKind.DESTINATION, storeId, DestinationDescriptor.LENGTH));
    }

    static boolean isAsCreated(DirectBuffer state) {
        return state.getLong(DestinationDescriptor.CREATION_CRC_OFFSET) == DestinationDescriptor.creationCrc(state);
    }

    /** After a power loss, by who has the store for itself: nobody holds the mutex, nobody sleeps, and these lanes and so many subscriptions exist. */
    void repaired(long lanes, long subscriptions) {
        state.putLong(DestinationDescriptor.MUTEX_OFFSET, 0);
        state.putLong(DestinationDescriptor.LANES_OFFSET, lanes);
        state.putLong(DestinationDescriptor.STATE_OFFSET, 0);
        state.setMemory(
                DestinationDescriptor.SLEEPERS_OFFSET,
                DestinationDescriptor.NAME_OFFSET - DestinationDescriptor.SLEEPERS_OFFSET,
                (byte) 0);
        if (!areLimitsValid()) {
            limits(Limits.NONE);
        }
        subscriptionsChanged(subscriptions);
    }

    private boolean areLimitsValid() {
        long overflow = state.getLong(DestinationDescriptor.OVERFLOW_OFFSET);
        return overflow >= 0
                && overflow < OverflowPolicy.values().length
                && state.getLong(DestinationDescriptor.MAX_RECORDS_OFFSET) >= 0
                && state.getLong(DestinationDescriptor.MAX_BYTES_OFFSET) >= 0
                && state.getLong(DestinationDescriptor.BLOCK_MILLIS_OFFSET) >= 0;
    }

    AtomicBuffer state() {
        return state;
    }

    SleeperSet sleepers() {
        return sleepers;
    }

    String name() {
        int length = state.getInt(DestinationDescriptor.NAME_OFFSET);
        if (length < 0 || length > DestinationDescriptor.LONGEST_NAME) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is corrupt: file=" + file.path() + ", field=name length, expected=0.."
                            + DestinationDescriptor.LONGEST_NAME + ", actual=" + length);
        }
        StringBuilder name = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            name.append(state.getChar(DestinationDescriptor.NAME_OFFSET + Integer.BYTES + i * Character.BYTES));
        }
        return name.toString();
    }

    DestinationKind kind() {
        return state.getLong(DestinationDescriptor.KIND_OFFSET) == 0 ? DestinationKind.QUEUE : DestinationKind.TOPIC;
    }

    boolean isDeleted() {
        return state.getLongVolatile(DestinationDescriptor.STATE_OFFSET) != LIVE;
    }

    void markDeleted() {
        if (!isDeleted()) {
            state.putLongVolatile(DestinationDescriptor.STATE_OFFSET, DELETED);
        }
    }

    /** Whether the directory of a deleted one is away from its name. */
    boolean isBuried() {
        return state.getLongVolatile(DestinationDescriptor.STATE_OFFSET) == BURIED;
    }

    void markBuried() {
        state.putLongVolatile(DestinationDescriptor.STATE_OFFSET, BURIED);
    }

    /** Tells this destination from every other that has or had the name. */
    boolean isIn(Path directory) {
        try (MappedFile found = MappedFile.open(directory.resolve("destination"), FileKind.DESTINATION, null)) {
            return found.buffer().getLong(DestinationDescriptor.NONCE_OFFSET)
                    == state.getLong(DestinationDescriptor.NONCE_OFFSET);
        } catch (StoreFault e) {
            if (e.kind() == StoreFault.Kind.DELETED) {
                return false;
            }
            throw e;
        }
    }

    long lanes() {
        return state.getLongVolatile(DestinationDescriptor.LANES_OFFSET);
    }

    /** Under the mutex. */
    void addLane(int priority) {
        state.putLongVolatile(DestinationDescriptor.LANES_OFFSET, lanes() | 1L << priority);
    }

    long subscriptionsVersion() {
        return state.getLongVolatile(DestinationDescriptor.VERSION_OFFSET);
    }

    long subscriptionCount() {
        return state.getLongVolatile(DestinationDescriptor.COUNT_OFFSET);
    }

    /** Makes everybody read the subscriptions again. */
    void subscriptionsChanged() {
        state.getAndAddLong(DestinationDescriptor.VERSION_OFFSET, 1);
    }

    /** Under the mutex, and under those of all lanes if one was added. */
    void subscriptionsChanged(long count) {
        state.putLongVolatile(DestinationDescriptor.COUNT_OFFSET, count);
        subscriptionsChanged();
    }

    /** Whether any record here may have a group. */
    boolean isGrouped() {
        return state.getLongVolatile(DestinationDescriptor.GROUPED_OFFSET) != 0;
    }

    /** Before the first record with a group is appended; survives a power loss if that record does. */
    void markGrouped() {
        if (!isGrouped()) {
            state.putLongVolatile(DestinationDescriptor.GROUPED_OFFSET, 1);
            file.sync();
        }
    }

    boolean isLimited() {
        return state.getLongVolatile(DestinationDescriptor.MAX_RECORDS_OFFSET) != 0
                || state.getLongVolatile(DestinationDescriptor.MAX_BYTES_OFFSET) != 0;
    }

    Limits limits() {
        return new Limits(
                state.getLongVolatile(DestinationDescriptor.MAX_RECORDS_OFFSET),
                state.getLongVolatile(DestinationDescriptor.MAX_BYTES_OFFSET),
                OverflowPolicy.values()[(int) state.getLongVolatile(DestinationDescriptor.OVERFLOW_OFFSET)],
                state.getLongVolatile(DestinationDescriptor.BLOCK_MILLIS_OFFSET));
    }

    /** Under the mutex. */
    void limits(Limits limits) {
        state.putLongVolatile(
                DestinationDescriptor.OVERFLOW_OFFSET, limits.overflow().ordinal());
        state.putLongVolatile(DestinationDescriptor.BLOCK_MILLIS_OFFSET, limits.blockMillis());
        state.putLongVolatile(DestinationDescriptor.MAX_RECORDS_OFFSET, limits.maxRecords());
        state.putLongVolatile(DestinationDescriptor.MAX_BYTES_OFFSET, limits.maxBytes());
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }
}
