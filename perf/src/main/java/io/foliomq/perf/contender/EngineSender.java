package io.foliomq.perf.contender;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import java.nio.ByteOrder;

final class EngineSender implements Sender {
    private final Store store;
    private final Appender appender;
    private final Record message = new Record();
    private final int offset = message.payloadOffset();

    EngineSender(Setup setup) {
        store = EngineReceiver.open(setup);
        appender = store.queue(Setup.NAME).newAppender();
        message.buffer().setMemory(offset, setup.size(), (byte) 'x');
        message.payloadLength(setup.size());
    }

    @Override
    public void send(long stamp) {
        message.buffer().putLong(offset, stamp, ByteOrder.LITTLE_ENDIAN);
        appender.append(message);
    }

    @Override
    public void close() {
        store.close();
    }
}
