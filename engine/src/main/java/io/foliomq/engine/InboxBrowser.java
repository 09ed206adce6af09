package io.foliomq.engine;

import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A browser of a temporary destination: sees what was ready when it was made. */
final class InboxBrowser extends Browser {
    private final Iterator<InboxEntry> entries;
    private final @Nullable RecordFilter filter;
    private final LongSupplier nowMs;
    private final RecordView view = new RecordView();
    private int deliveryCount;
    private boolean closed;

    InboxBrowser(List<InboxEntry> entries, @Nullable RecordFilter filter, LongSupplier nowMs) {
        this.entries = entries.iterator();
        this.filter = filter;
        this.nowMs = nowMs;
    }

    @Override
    public @Nullable RecordView next() {
        if (closed) {
            throw new IllegalUseException("browser is closed", null);
        }
        long now = nowMs.getAsLong();
        while (entries.hasNext()) {
            InboxEntry entry = entries.next();
            view.wrap(entry.record, entry.record.length);
            boolean visible = (view.expiration() == 0 || now < view.expiration()) && view.deliverAt() <= now;
            deliveryCount = entry.count + 1;
            if (visible && (filter == null || filter.matches(view))) {
                return view;
            }
        }
        return null;
    }

    @Override
    public int deliveryCount() {
        return deliveryCount;
    }

    @Override
    public void close() {
        closed = true;
    }
}
