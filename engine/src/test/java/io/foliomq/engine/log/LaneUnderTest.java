package io.foliomq.engine.log;

import io.foliomq.engine.storage.DiskGuard;
import io.foliomq.engine.storage.StoreId;
import io.foliomq.engine.testing.LoneHolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A lane of small segments in a store without members: to whoever opens it, all others are dead. */
final class LaneUnderTest {
    private final Path path;
    private final Forcing forcing;
    private final List<String> told = new ArrayList<>();

    /** Makes it. */
    LaneUnderTest(Path path) {
        this(path, Forcing.EACH);
    }

    /** Makes it. */
    LaneUnderTest(Path path, Forcing forcing) {
        this.path = path;
        this.forcing = forcing;
        Lane.create(path, settings(1));
    }

    /** What its keeper was told, in order. */
    List<String> told() {
        return told;
    }

    Lane open(long token) {
        Lane[] lane = new Lane[1];
        lane[0] = Lane.open(path, settings(token), new SlotKeeper() {
            @Override
            public void reserve(long segment, long firstSequence, int fromRecord, int toRecord) {}

            @Override
            public void delete(long segment) {}

            @Override
            public void cutShort(long reference) {
                told.add("cut short " + reference + ", published " + lane[0].appended());
            }

            @Override
            public void recovered() {
                told.add("recovered, published " + lane[0].appended());
            }

            @Override
            public boolean isGone() {
                return false;
            }
        });
        return lane[0];
    }

    /** Appends one record, seen by readers on return. */
    static void publish(Lane lane, byte[] record) {
        lane.lock();
        append(lane, record);
        lane.publish();
        lane.unlock();
    }

    /** Under the mutex: appends one record that nobody sees. */
    static void append(Lane lane, byte[] record) {
        lane.reserve(record.length, 0, false);
        lane.append(new UnsafeBuffer(record), 0, record.length, RecordDescriptor.checksum(record, 0, record.length));
    }

    private LaneSettings settings(long token) {
        return new LaneSettings(
                new StoreId(1, 2),
                1 << 20,
                1 << 10,
                0,
                10_000_000_000L,
                new LoneHolder(token),
                new DiskGuard(path.getParent(), 0),
                forcing,
                System::currentTimeMillis,
                System::nanoTime);
    }
}
