package io.foliomq.jms.message;

import io.foliomq.jms.destination.DestinationKind;
import io.foliomq.jms.destination.FolioDestination;

/** A destination in a payload: a byte for the kind, which is never reused for another, and the name. */
final class DestinationCoding {
    private static final DestinationKind[] KINDS = {
        DestinationKind.QUEUE, DestinationKind.TOPIC, DestinationKind.TEMPORARY_QUEUE, DestinationKind.TEMPORARY_TOPIC
    };

    private DestinationCoding() {}

    static void put(FolioDestination destination, PayloadBuffer buffer) {
        buffer.putByte(codeOf(destination.kind()));
        TextEncoder.put(destination.name(), buffer);
    }

    static FolioDestination read(PayloadReader reader) throws CorruptMessageException {
        DestinationKind kind = requireKind(reader.readByte());
        String name = reader.readText();
        if (name.isEmpty()) {
            throw new CorruptMessageException("destination has no name: kind=" + kind);
        }
        return FolioDestination.of(kind, name);
    }

    static DestinationKind requireKind(byte code) throws CorruptMessageException {
        if (code < 1 || code > KINDS.length) {
            throw new CorruptMessageException("destination kind: code=" + code + ", accepted=1 to " + KINDS.length);
        }
        return KINDS[code - 1];
    }

    private static int codeOf(DestinationKind kind) {
        return switch (kind) {
            case QUEUE -> 1;
            case TOPIC -> 2;
            case TEMPORARY_QUEUE -> 3;
            case TEMPORARY_TOPIC -> 4;
        };
    }
}
