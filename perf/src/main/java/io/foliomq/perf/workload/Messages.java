package io.foliomq.perf.workload;

import io.foliomq.engine.Record;
import io.foliomq.perf.contender.Setup;

/** Messages of one size. */
final class Messages {
    static final String QUEUE = "measured";

    private Messages() {}

    static Record ofSize(int size) {
        Setup.verifySize(size);
        Record message = new Record();
        message.buffer().setMemory(message.payloadOffset(), size, (byte) 'x');
        return message.payloadLength(size);
    }
}
