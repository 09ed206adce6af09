package io.foliomq.engine;

/** One record of the model: what a slot says, as objects. */
final class ModelRecord {
    /** The states of design and transition table, named again here on purpose. */
    enum State {
        READY,
        LEASED,
        DEFERRED,
        ACKNOWLEDGED,
        DEAD
    }

    final int number;
    final int priority;
    final long expiration;
    final long deliverAt;
    State state = State.READY;
    int count;
    long due;
    boolean released;

    ModelRecord(int number, int priority, long expiration, long deliverAt) {
        this.number = number;
        this.priority = priority;
        this.expiration = expiration;
        this.deliverAt = deliverAt;
    }

    boolean isSettled() {
        return state == State.ACKNOWLEDGED || state == State.DEAD;
    }

    boolean isWaiting() {
        return state == State.READY || state == State.DEFERRED;
    }

    /** Whether a consumer may get it now. */
    boolean isDue(long now) {
        return (state == State.READY && deliverAt <= now) || (state == State.DEFERRED && due <= now);
    }

    boolean isExpired(long now) {
        return expiration != 0 && now >= expiration;
    }

    void lease() {
        require(isWaiting(), State.LEASED);
        state = State.LEASED;
    }

    void settle(State outcome) {
        require(state == State.LEASED, outcome);
        state = outcome;
    }

    void release(boolean counted, long dueMs) {
        require(state == State.LEASED, State.READY);
        count += counted ? 1 : 0;
        released = true;
        due = dueMs;
        state = dueMs > 0 ? State.DEFERRED : State.READY;
    }

    private void require(boolean legal, State next) {
        if (!legal) {
            throw new IllegalStateException("illegal in the model: record=" + this + ", to=" + next);
        }
    }

    @Override
    public String toString() {
        return number + "/p" + priority + " " + state + " count=" + count + " due=" + due + " expiration=" + expiration
                + " deliverAt=" + deliverAt;
    }
}
