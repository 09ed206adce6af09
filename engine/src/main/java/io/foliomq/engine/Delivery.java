package io.foliomq.engine;

/** A record under lease. A flyweight of its tailer: valid until the tailer's next poll. Keep {@link #lease()} to end the lease later. */
public final class Delivery {
    final RecordView view = new RecordView();
    private long lease;
    private int deliveryCount;
    private boolean firstOfGroup;

    Delivery() {}

    void set(long newLease, int newDeliveryCount) {
        set(newLease, newDeliveryCount, false);
    }

    void set(long newLease, int newDeliveryCount, boolean newFirstOfGroup) {
        lease = newLease;
        deliveryCount = newDeliveryCount;
        firstOfGroup = newFirstOfGroup;
    }

    /** Whether this tailer has just become the one that its group goes to. */
    public boolean isFirstOfGroup() {
        return firstOfGroup;
    }

    public RecordView record() {
        return view;
    }

    /** Names the lease within its tailer; never 0. */
    public long lease() {
        return lease;
    }

    /** 1 at the first delivery. Counts over restarts; stops counting at 4,095. */
    public int deliveryCount() {
        return deliveryCount;
    }
}
