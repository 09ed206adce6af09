package io.foliomq.engine.access;

import io.foliomq.engine.Appender;
import io.foliomq.engine.BranchId;
import io.foliomq.engine.Delivery;
import io.foliomq.engine.Destination;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.NameReservation;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.StoreOptions;
import io.foliomq.engine.SubscriptionOptions;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.Transaction;
import io.foliomq.engine.testing.ChildLines;
import java.nio.file.Path;
import java.util.Objects;

/** Makes every kind of file that a store has, and stays. */
public final class StoreFilesChild {
    private static final int PAYLOAD_BYTES = 100_000;
    private static final int LARGE_BYTES = 3 << 20;
    private static final int ROLLS = 30;

    private StoreFilesChild() {}

    public static void main(String[] arguments) throws Exception {
        Store store = Store.open(
                StoreOptions.at(Path.of(arguments[0])).withSegmentBytes(1 << 20).withDiskReserveBytes(0));
        ChildLines.answer(words -> {
            use(store, words[1]);
            return "done";
        });
    }

    private static void use(Store store, String round) {
        Destination queue = store.queue("orders/" + round);
        Appender appender = queue.newAppender();
        for (int i = 0; i < ROLLS; i++) {
            appender.append(record(PAYLOAD_BYTES));
        }
        appender.append(record(LARGE_BYTES).priority(9));
        store.topic("news").subscribe(new SubscriptionOptions("reader", true, "x"));
        store.topic("news").newAppender().append(record(1));
        // Held until the process ends.
        NameReservation reservation = store.reserve("client " + round).orElseThrow();
        Objects.requireNonNull(reservation);
        store.users().add("user" + round, "secret");
        Destination temporary = store.newTemporary(DestinationKind.QUEUE);
        temporary.newAppender().append(record(LARGE_BYTES));
        prepare(store, queue, round);
        Transaction committed = store.newTransaction();
        committed.append(queue, record(LARGE_BYTES));
        committed.commit();
    }

    private static void prepare(Store store, Destination queue, String round) {
        Tailer tailer = queue.subscription().openTailer(TailerOptions.DEFAULT);
        Delivery delivery = Objects.requireNonNull(tailer.poll());
        Transaction transaction = store.newTransaction();
        transaction.acknowledge(tailer, delivery.lease());
        transaction.append(store.queue("out"), record(LARGE_BYTES));
        transaction.prepare(new BranchId(1, new byte[] {(byte) round.charAt(0)}, new byte[] {1}));
    }

    private static Record record(int bytes) {
        Record record = new Record();
        record.buffer().putByte(record.payloadOffset() + bytes - 1, (byte) 1);
        return record.payloadLength(bytes);
    }
}
