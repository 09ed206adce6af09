package io.foliomq.engine;

import static io.foliomq.engine.log.RecordDescriptor.ENVELOPE_LENGTH;

import io.foliomq.engine.log.LargeBodyDescriptor;
import io.foliomq.engine.log.RecordDescriptor;
import org.agrona.concurrent.UnsafeBuffer;

/** A record whose payload went to a file of its own: the short record that refers to it. */
record Spill(UnsafeBuffer record, long id, long largeBytes) {
    /** Writes the payload of a record that is too long for a segment; the file has a temporary name until it is adopted, and is forced unless it need not survive a power loss. */
    static Spill of(StoredDestination destination, Record record, Durability durability) {
        destination.root().attachedPlaces().add(destination.directory());
        UnsafeBuffer reference = new UnsafeBuffer(new byte[ENVELOPE_LENGTH + LargeBodyDescriptor.LENGTH]);
        reference.putBytes(0, record.buffer(), 0, ENVELOPE_LENGTH);
        reference.putByte(RecordDescriptor.FLAGS_OFFSET, (byte)
                (record.buffer().getByte(RecordDescriptor.FLAGS_OFFSET) | RecordDescriptor.LARGE_FLAG));
        destination
                .largeBodies()
                .write(
                        record.bytes(),
                        ENVELOPE_LENGTH,
                        record.payloadLength(),
                        reference,
                        ENVELOPE_LENGTH,
                        durability != Durability.PROCESS);
        long id = reference.getLong(ENVELOPE_LENGTH + LargeBodyDescriptor.ID_OFFSET, RecordDescriptor.ORDER);
        return new Spill(reference, id, record.payloadLength());
    }
}
