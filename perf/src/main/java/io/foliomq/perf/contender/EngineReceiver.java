package io.foliomq.perf.contender;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import java.nio.ByteOrder;

final class EngineReceiver implements Receiver {
    private final Store store;
    private final Tailer tailer;

    EngineReceiver(Setup setup) {
        store = open(setup);
        tailer = store.queue(Setup.NAME).subscription().openTailer(TailerOptions.DEFAULT);
    }

    static Store open(Setup setup) {
        return Store.open(StoreOptions.at(setup.directory())
                .withWaitPolicy(setup.waiting())
                .withDurability(setup.durability()));
    }

    @Override
    public long receive(long timeoutNanos) {
        Delivery delivery = tailer.poll(timeoutNanos);
        if (delivery == null) {
            return NOTHING;
        }
        long stamp = delivery.record().buffer().getLong(delivery.record().payloadOffset(), ByteOrder.LITTLE_ENDIAN);
        tailer.acknowledge(delivery.lease());
        return stamp;
    }

    @Override
    public void close() {
        tailer.close();
        store.close();
    }
}
