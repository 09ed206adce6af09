package io.foliomq.cli;

import io.foliomq.engine.Delivery;
import io.foliomq.engine.RecordFilter;
import io.foliomq.engine.Store;
import io.foliomq.engine.Subscription;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.TailerOptions;
import io.foliomq.engine.Transaction;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages off a subscription and puts them elsewhere, or nowhere, in transactions of {@value #BATCH}: whoever kills the tool in the middle finds each message in one place. Ends with what was
 * there when it began, so that others who send meanwhile do not keep it at work for ever.
 */
final class Transfer {
    private static final int BATCH = 100;

    private final Store store;
    private final Subscription from;
    private final @Nullable RecordFilter filter;
    private final long most;
    private final List<Long> skipped = new ArrayList<>();
    private long done;

    Transfer(Store store, Subscription from, @Nullable RecordFilter filter, long most) {
        this.store = store;
        this.from = from;
        this.filter = filter;
        this.most = Math.min(most, from.depth());
    }

    /** What becomes of one message. */
    interface Step {
        /** Adds to the transaction where the message goes; {@code false} leaves it where it is. */
        boolean add(Delivery delivery, Transaction transaction) throws JMSException;
    }

    /** Returns how many were taken; {@link #skipped} says how many were not wanted. */
    long run(Step step) throws JMSException {
        TailerOptions options = TailerOptions.DEFAULT
                .withFilter(filter, TailerOptions.Mismatch.SKIP)
                .withGroups(TailerOptions.Groups.IGNORE);
        try (Tailer tailer = from.openTailer(options)) {
            Transaction transaction = store.newTransaction();
            int held = 0;
            Delivery delivery = next(tailer, held);
            while (delivery != null) {
                if (step.add(delivery, transaction)) {
                    transaction.discard(tailer, delivery.lease());
                    held++;
                } else {
                    skipped.add(delivery.lease());
                }
                if (held == BATCH) {
                    commit(transaction, held);
                    held = 0;
                }
                delivery = next(tailer, held);
            }
            commit(transaction, held);
            // Only now: what is given back comes first again.
            skipped.forEach(lease -> tailer.release(lease, false, 0));
        }
        return done;
    }

    private @Nullable Delivery next(Tailer tailer, int held) {
        return done + held + skipped.size() < most ? tailer.poll() : null;
    }

    private void commit(Transaction transaction, int held) {
        transaction.commit();
        done += held;
    }

    long skipped() {
        return skipped.size();
    }
}
