package io.foliomq.engine;

import io.foliomq.engine.log.Lane;
import io.foliomq.engine.log.RecordDescriptor;
import io.foliomq.engine.storage.CrashPoint;
import io.foliomq.engine.storage.StoreFault;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Puts single records into the lanes of a destination. Thread-safe. */
final class LaneSink {
    private final StoredDestination destination;

    LaneSink(StoredDestination destination) {
        this.destination = destination;
    }

    void append(Record record, Durability durability) {
        try {
            destination.ensureLive();
            destination.ensureSize(record.payloadLength());
            if (destination.file().subscriptionCount() == 0) {
                return;
            }
            if (record.group() != 0) {
                destination.file().markGrouped();
            }
            Lane lane = destination.lanes().lane(record.priority());
            long sequence = record.length() <= destination.inlineLimit()
                    ? append(lane, record, record.buffer(), record.bytes(), record.length(), null)
                    : appendLarge(lane, record, durability);
            if (record.length() > destination.inlineLimit() && durability != Durability.PROCESS) {
                destination.largeBodies().forceNames();
            }
            destination.appended(lane, sequence, durability);
        } catch (StoreFault e) {
            StoreFault explained = destination.explain(e);
            if (explained.kind() == StoreFault.Kind.DELETED) {
                destination.dismiss();
            }
            throw EngineException.of(explained);
        }
    }

    private long appendLarge(Lane lane, Record record, Durability durability) {
        Spill spill = Spill.of(destination, record, durability);
        try {
            byte[] bytes = spill.record().byteArray();
            return append(lane, record, spill.record(), bytes, bytes.length, spill);
        } catch (RuntimeException e) {
            destination.largeBodies().discard(spill.id());
            throw e;
        }
    }

    private long append(
            Lane lane, Record record, DirectBuffer buffer, byte[] bytes, int length, @Nullable Spill spill) {
        int checksum = RecordDescriptor.checksum(record.crc(), bytes, 0, length);
        long start = 0;
        while (true) {
            lane.lock();
            try {
                CrashPoint.APPEND_LOCKED.reach();
                destination.ensureLive();
                if (!destination.backpressure().isFull(lane)) {
                    lane.reserve(length, spill == null ? 0 : spill.largeBytes(), false);
                    if (spill != null) {
                        destination.largeBodies().adopt(record.priority(), lane.currentSegment(), spill.id());
                    }
                    long sequence = lane.append(buffer, 0, length, checksum);
                    lane.publish();
                    return sequence;
                }
            } finally {
                lane.unlock();
            }
            start = start == 0 ? destination.root().nanoClock().nanoTime() : start;
            destination.backpressure().makeRoom(start);
        }
    }
}
