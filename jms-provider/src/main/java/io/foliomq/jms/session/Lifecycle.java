package io.foliomq.jms.session;

import jakarta.jms.IllegalStateException;
import java.util.concurrent.atomic.AtomicReference;

/** OPEN → CLOSING → CLOSED, or back from CLOSING if that was refused. Thread-safe. While closing, what still runs may finish its work, so only {@code CLOSED} refuses. */
public final class Lifecycle {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final String what;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /** @param what the thing, for messages of errors. */
    public Lifecycle(String what) {
        this.what = what;
    }

    /** OPEN → CLOSING. True for exactly one caller, which has to close and then to call {@link #closed()}. */
    public boolean beginClose() {
        return state.compareAndSet(State.OPEN, State.CLOSING);
    }

    /** CLOSING → OPEN: closing was refused. */
    public void abandonClose() {
        move(State.CLOSING, State.OPEN);
    }

    /** CLOSING → CLOSED. */
    public void closed() {
        move(State.CLOSING, State.CLOSED);
    }

    private void move(State from, State to) {
        if (!state.compareAndSet(from, to)) {
            throw new java.lang.IllegalStateException(what + ": state=" + state.get() + ", accepted=" + from);
        }
    }

    public boolean isOpen() {
        return state.get() == State.OPEN;
    }

    public boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    /** @throws IllegalStateException once closed. */
    public void requireNotClosed() throws IllegalStateException {
        if (state.get() == State.CLOSED) {
            throw new IllegalStateException(what + " is closed", "CLOSED");
        }
    }
}
