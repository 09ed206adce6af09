package io.foliomq.engine.crash;

import io.foliomq.engine.Appender;
import io.foliomq.engine.Delivery;
import io.foliomq.engine.Destination;
import io.foliomq.engine.Durability;
import io.foliomq.engine.Record;
import io.foliomq.engine.Store;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.Transaction;
import io.foliomq.engine.crash.Notes.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What a child does until it is told to stop or killed: producers send to {@code in}; movers take from there, and send to {@code out} and a receipt to {@code receipts} in one transaction;
 * consumers take from {@code out}. Movers prepare some of their transactions, which whoever is first decides. Every step is noted before and after.
 */
final class Workload {
    static final String IN = "in";
    static final String OUT = "out";
    static final String RECEIPTS = "receipts";
    private static final int DEEPEST = 300;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Store store;
    private final Durability level;
    private final Notes notes;
    private final Random random;
    private final BooleanSupplier going;
    private final Runnable afterStep;
    private final Patience patience;
    private final Map<Integer, Integer> lastFirsts = new HashMap<>();
    private final Branches branches;

    Workload(
            Store store,
            Durability level,
            Notes notes,
            Random random,
            BooleanSupplier going,
            Runnable afterStep,
            Patience patience) {
        this.store = store;
        this.level = level;
        this.notes = notes;
        this.random = random;
        this.going = going;
        this.afterStep = afterStep;
        this.patience = patience;
        this.branches = new Branches(store, notes, random);
    }

    /** As a transaction manager that recovers, at times before those who prepared could decide. */
    void decide() {
        while (going.getAsBoolean()) {
            patience.once(branches::decideAll);
            LockSupport.parkNanos(PATIENCE_NANOS);
        }
    }

    /** Two messages that are sent in one transaction. */
    static boolean isFirstOfTwo(int sequence) {
        return sequence % 16 == 14;
    }

    static Message second(Message first) {
        return new Message(first.producer(), first.sequence() + 1);
    }

    void produce() {
        Destination in = patience.get(() -> store.queue(IN));
        Destination out = patience.get(() -> store.queue(OUT));
        Appender appender = in.newAppender();
        // At POWER it commits itself: see what becomes of it without power loss, too.
        Transaction transaction = store.newTransaction(random.nextBoolean() ? Durability.POWER : level);
        Record record = new Record();
        while (going.getAsBoolean()) {
            int producer = notes.newProducer();
            for (int sequence = 0; sequence < Notes.MESSAGES && going.getAsBoolean(); sequence++) {
                if (in.subscription().depth() > DEEPEST || out.subscription().depth() > DEEPEST) {
                    LockSupport.parkNanos(PATIENCE_NANOS / 20);
                }
                long start = System.nanoTime();
                if (isFirstOfTwo(sequence)) {
                    notes.tried(producer, sequence + 2);
                    new Message(producer, sequence).writeTo(record);
                    patience.with(() -> transaction.append(in, record));
                    new Message(producer, ++sequence).writeTo(record);
                    patience.with(() -> transaction.append(in, record));
                    patience.with(transaction::commit);
                } else {
                    notes.tried(producer, sequence + 1);
                    new Message(producer, sequence).writeTo(record);
                    patience.with(() -> appender.append(record));
                }
                notes.sent(producer, sequence + 1);
                stepped(start);
            }
        }
    }

    void move() {
        Destination out = patience.get(() -> store.queue(OUT));
        Destination receipts = patience.get(() -> store.queue(RECEIPTS));
        Transaction transaction = store.newTransaction();
        Record record = new Record();
        try (Tailer in = patience.get(() -> store.queue(IN).subscription().openTailer(TailerOptions.DEFAULT))) {
            while (going.getAsBoolean()) {
                Delivery delivery = in.poll(PATIENCE_NANOS);
                if (delivery == null) {
                    continue;
                }
                long start = System.nanoTime();
                Message message = Message.whole(delivery.record());
                long lease = delivery.lease();
                deny(message, Step.MOVED);
                demandPrevious(message);
                checkOrder(message, delivery.deliveryCount());
                boolean giveUp = random.nextInt(10) == 0;
                if (!giveUp) {
                    notes.note(message, Step.MOVE_TRIED);
                }
                message.writeTo(record);
                patience.with(() -> transaction.append(out, record));
                message.writeReceiptTo(record);
                patience.with(() -> transaction.append(receipts, record));
                transaction.acknowledge(in, lease);
                if (!giveUp && random.nextInt(3) == 0) {
                    boolean done = patience.once(() -> branches.prepareAndDecide(transaction, message));
                    if (!done && !transaction.isEmpty()) {
                        transaction.rollback();
                        in.release(lease, true, 0);
                    }
                } else if (giveUp) {
                    transaction.rollback();
                    in.release(lease, true, 0);
                } else {
                    patience.with(transaction::commit);
                    notes.note(message, Step.MOVED);
                }
                stepped(start);
            }
        }
    }

    void consume() {
        try (Tailer out = patience.get(() -> store.queue(OUT).subscription().openTailer(TailerOptions.DEFAULT))) {
            while (going.getAsBoolean()) {
                Delivery delivery = out.poll(PATIENCE_NANOS);
                if (delivery == null) {
                    continue;
                }
                long start = System.nanoTime();
                Message message = Message.whole(delivery.record());
                deny(message, Step.ACKNOWLEDGED);
                int dice = random.nextInt(20);
                if (dice == 0) {
                    out.release(delivery.lease(), true, 0);
                } else if (dice == 1) {
                    out.release(delivery.lease(), true, System.currentTimeMillis() + random.nextInt(20));
                } else {
                    notes.note(message, Step.ACKNOWLEDGE_TRIED);
                    out.acknowledge(delivery.lease());
                    notes.note(message, Step.ACKNOWLEDGED);
                }
                stepped(start);
            }
        }
    }

    private void stepped(long startNanos) {
        notes.stepped();
        notes.stalled(System.nanoTime() - startNanos);
        afterStep.run();
    }

    private void deny(Message message, Step step) {
        if (notes.has(message, step)) {
            throw new AssertionError("delivered again: " + message + ", after=" + step);
        }
        if (message.sequence() >= notes.tried(message.producer())) {
            throw new AssertionError("invented: " + message);
        }
    }

    /** Whoever had the group, in whatever process, was at least about to move what comes before. What is prepared is out of its hands, so nothing is said of the order of {@code out}. */
    private void demandPrevious(Message message) {
        Message previous = message.previous();
        if (message.isGrouped() && !previous.equals(message) && !notes.has(previous, Step.MOVE_TRIED)) {
            throw new AssertionError("out of order: " + message + ", before=" + previous);
        }
    }

    /** One consumer sees what it gets as the first in the order in which each producer sent it, by priority. */
    private void checkOrder(Message message, int deliveryCount) {
        if (deliveryCount == 1) {
            Integer last = lastFirsts.put(message.producer() * 10 + message.priority(), message.sequence());
            if (last != null && last >= message.sequence()) {
                throw new AssertionError("out of order: " + message + ", after=" + last);
            }
        }
    }
}
