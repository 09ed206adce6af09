package io.foliomq.perf.jmh;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Delivery;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.perf.measure.Workspace;
import java.nio.file.Path;

/** A queue in a store of its own, with one appender and one tailer. */
final class OpenQueue implements AutoCloseable {
    private final Workspace workspace = Workspace.in(Path.of(System.getProperty("java.io.tmpdir")));
    private final Store store = Store.open(StoreOptions.at(workspace.path()));
    private final Appender appender = store.queue("q").newAppender();
    private final Tailer tailer = store.queue("q").subscription().openTailer(TailerOptions.DEFAULT);
    private final Record message = new Record();

    OpenQueue(int size) {
        message.buffer().setMemory(message.payloadOffset(), size, (byte) 'x');
        message.payloadLength(size);
    }

    void append() {
        appender.append(message);
    }

    /** Polls and acknowledges the next message. */
    int consume() {
        Delivery delivery = next();
        int length = delivery.record().payloadLength();
        tailer.acknowledge(delivery.lease());
        return length;
    }

    /** Polls the next message; returns its lease. */
    long poll() {
        return next().lease();
    }

    private Delivery next() {
        Delivery delivery = tailer.poll();
        if (delivery == null) {
            throw new IllegalStateException("queue is empty");
        }
        return delivery;
    }

    void acknowledge(long lease) {
        tailer.acknowledge(lease);
    }

    /** A poll that finds nothing. */
    boolean isEmpty() {
        return tailer.poll() == null;
    }

    @Override
    public void close() {
        tailer.close();
        store.close();
        workspace.close();
    }
}
