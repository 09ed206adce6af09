package io.foliomq.engine.ledger;

import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Which consumer of a subscription, in whatever process, has which groups. Thread-safe.
 *
 * <p>A bucket without an owner is taken by compare-and-set. Its owner alone gives it up, when none of its records is under lease any more, so whoever takes it next finds all that came before
 * settled, ready or deferred, and announced in the {@link ReleaseRing}. In the place of a dead owner, whoever reaps it does the same.
 */
public final class GroupTable {
    public static final int BUCKETS = GroupDescriptor.BUCKETS;
    /** Of a record without a group. */
    public static final int NO_BUCKET = -1;

    static final String FILE = "groups";

    private final AtomicBuffer state;

    GroupTable(AtomicBuffer state) {
        this.state = state;
    }

    static MappedFile openOrCreate(Path directory, LedgerSettings settings) {
        return MappedFile.openOrCreate(
                directory.resolve(FILE),
                FileKind.GROUPS,
                settings.storeId(),
                settings.epochClock().time(),
                GroupDescriptor.LENGTH,
                GroupDescriptor.LENGTH,
                buffer -> {});
    }

    static MappedFile open(Path directory, LedgerSettings settings) {
        return MappedFile.open(directory.resolve(FILE), FileKind.GROUPS, settings.storeId(), GroupDescriptor.LENGTH);
    }

    /** @param group 0 = none */
    public static int bucketOf(int group) {
        return group == 0 ? NO_BUCKET : group & BUCKETS - 1;
    }

    /** 1 + the index of the consumer that has it; 0 if none has. */
    int owner(int bucket) {
        return state.getIntVolatile(GroupDescriptor.owner(bucket));
    }

    /** No owner → this consumer; {@code false} if somebody else has it. */
    boolean take(int bucket, int consumer) {
        boolean taken = state.compareAndSetInt(GroupDescriptor.owner(bucket), 0, consumer + 1);
        if (taken) {
            CrashPoint.GROUP_TAKEN.reach();
        }
        return taken;
    }

    /** This consumer → no owner. */
    void free(int bucket, int consumer) {
        if (state.compareAndSetInt(GroupDescriptor.owner(bucket), consumer + 1, 0)) {
            CrashPoint.GROUP_FREED.reach();
            changed();
        }
    }

    /** Makes everybody look again at what they left behind because of groups. */
    public void changed() {
        state.getAndAddLong(GroupDescriptor.CHANGES_OFFSET, 1);
    }

    /** All buckets of a consumer that is gone. Idempotent. */
    void freeAll(int consumer) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (owner(bucket) == consumer + 1) {
                free(bucket, consumer);
            }
        }
    }

    /** Changes with each bucket that loses its owner, and with {@link #changed()}. */
    long changes() {
        return state.getLongVolatile(GroupDescriptor.CHANGES_OFFSET);
    }

    /** How many buckets have an owner. */
    int owned() {
        int owned = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (owner(bucket) != 0) {
                owned++;
            }
        }
        return owned;
    }

    /** Asks everybody to give up what is more than a fair share. */
    void wish() {
        state.getAndAddLong(GroupDescriptor.WISHES_OFFSET, 1);
    }

    /** Changes with each {@link #wish()}. */
    long wishes() {
        return state.getLongVolatile(GroupDescriptor.WISHES_OFFSET);
    }
}
