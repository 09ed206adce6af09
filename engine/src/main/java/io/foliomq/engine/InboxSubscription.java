package io.foliomq.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A subscription of a temporary destination: everything is in memory and guarded by its monitor. */
final class InboxSubscription extends Subscription {
    private final TemporaryDestination destination;
    private final boolean durable;
    private final TreeSet<InboxEntry> ready = new TreeSet<>();
    private final SequenceHeap deferred = new SequenceHeap();
    private final Map<Long, InboxEntry> deferredEntries = new HashMap<>();
    private final Map<Long, InboxEntry> leased = new HashMap<>();
    private final List<InboxTailer> tailers = new ArrayList<>();
    private long nextSequence = 1;
    private long bytes;
    private boolean deleted;
    // Changes with each record that becomes ready; written under the monitor, read by whoever waits.
    private volatile long version;

    InboxSubscription(TemporaryDestination destination, String name, String attributes, boolean durable) {
        super(name, attributes);
        this.destination = destination;
        this.durable = durable;
    }

    @Override
    public TemporaryDestination destination() {
        return destination;
    }

    @Override
    public boolean isDurable() {
        return durable;
    }

    @Override
    public synchronized Tailer openTailer(TailerOptions options) {
        destination.ensureLive();
        if (!tailers.isEmpty() && (options.exclusive() || tailers.get(0).isExclusive())) {
            throw new IllegalUseException(
                    "subscription is in use: destination=" + destination.name() + ", subscription=" + name()
                            + ", openConsumers=" + tailers.size(),
                    null);
        }
        Waiter waiter = options.waiter();
        InboxTailer tailer = new InboxTailer(
                this, options, waiter == null ? destination.root().newWaiter(null) : waiter);
        tailers.add(tailer);
        return tailer;
    }

    @Override
    public synchronized Browser browse(@Nullable RecordFilter filter) {
        destination.inbox().read();
        return new InboxBrowser(new ArrayList<>(ready), filter, this::nowMs);
    }

    @Override
    public synchronized long depth() {
        destination.inbox().read();
        return (long) ready.size() + deferredEntries.size() + leased.size();
    }

    @Override
    public synchronized long bytes() {
        return bytes;
    }

    @Override
    public synchronized long leased() {
        return leased.size();
    }

    @Override
    public synchronized int tailers() {
        return tailers.size();
    }

    @Override
    public synchronized void delete() {
        if (destination.kind() == DestinationKind.QUEUE || !tailers.isEmpty() || !leased.isEmpty()) {
            throw new IllegalUseException(
                    "subscription cannot be deleted: destination=" + destination.name() + ", tailers=" + tailers.size()
                            + ", leases=" + leased.size(),
                    null);
        }
        clear();
        destination.remove(this);
    }

    synchronized void clear() {
        deleted = true;
        destination.inbox().account(-bytes);
        bytes = 0;
        ready.clear();
        deferredEntries.clear();
        deferred.clear();
        leased.clear();
        changed();
    }

    synchronized void add(byte[] record) {
        if (!deleted) {
            bytes += record.length;
            destination.inbox().account(record.length);
            ready.add(new InboxEntry(record, nextSequence++));
            changed();
        }
    }

    long version() {
        return version;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the monitor
    private void changed() {
        version++;
    }

    synchronized boolean next(TailerOptions options, Delivery delivery) {
        long now = nowMs();
        while (!deferred.isEmpty() && deferred.firstKey() <= now) {
            InboxEntry due = deferredEntries.remove(deferred.poll());
            if (due != null) {
                ready.add(due);
            }
        }
        Iterator<InboxEntry> entries = ready.iterator();
        while (entries.hasNext()) {
            InboxEntry entry = entries.next();
            delivery.view.wrap(entry.record, entry.record.length);
            if (isOver(delivery.view, now)) {
                entries.remove();
                forget(entry);
            } else if (delivery.view.deliverAt() > now) {
                entries.remove();
                defer(entry, delivery.view.deliverAt());
            } else if (options.filter() == null || options.filter().matches(delivery.view)) {
                entries.remove();
                leased.put(entry.sequence, entry);
                delivery.set(entry.sequence, entry.count + 1);
                return true;
            } else if (options.mismatch() == TailerOptions.Mismatch.SETTLE) {
                entries.remove();
                forget(entry);
            }
        }
        return false;
    }

    private static boolean isOver(RecordView view, long now) {
        return view.expiration() != 0 && now >= view.expiration();
    }

    private void forget(InboxEntry entry) {
        bytes -= entry.record.length;
        destination.inbox().account(-entry.record.length);
    }

    private void defer(InboxEntry entry, long dueMs) {
        deferredEntries.put(entry.sequence, entry);
        deferred.add(dueMs, entry.sequence);
    }

    synchronized void settle(long lease) {
        forget(take(lease));
    }

    synchronized void release(long lease, boolean counted, long dueMs) {
        if (deleted) {
            return;
        }
        InboxEntry entry = take(lease);
        if (counted) {
            entry.count++;
        }
        if (dueMs > nowMs()) {
            defer(entry, dueMs);
        } else {
            ready.add(entry);
            changed();
        }
    }

    private InboxEntry take(long lease) {
        InboxEntry entry = leased.remove(lease);
        if (entry == null) {
            throw new IllegalUseException(
                    "lease is not open: destination=" + destination.name() + ", lease=0x" + Long.toHexString(lease),
                    null);
        }
        return entry;
    }

    synchronized long nextDueMs() {
        return deferred.isEmpty() ? Long.MAX_VALUE : deferred.firstKey();
    }

    void closed(InboxTailer tailer) {
        boolean last;
        synchronized (this) {
            tailers.remove(tailer);
            last = tailers.isEmpty() && leased.isEmpty() && !durable && destination.kind() == DestinationKind.TOPIC;
        }
        if (last) {
            clear();
            destination.remove(this);
        }
        destination.look();
    }

    private long nowMs() {
        return destination.root().options().clock().time();
    }
}
