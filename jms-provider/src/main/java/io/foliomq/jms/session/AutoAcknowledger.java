package io.foliomq.jms.session;

import io.foliomq.jms.message.AcknowledgeCallback;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledges by itself, when a receive or a listener returns. Also for {@code DUPS_OK}: an acknowledgement is one store to memory, so there
 * is nothing to gain from being late.
 */
final class AutoAcknowledger extends Acknowledger {
    private final AcknowledgeCallback callback;
    private @Nullable Lease dispatching;

    AutoAcknowledger(SessionScope session) {
        callback = session::requireNotClosed;
    }

    /** But for the one that a listener has, which may itself receive. */
    @Override
    boolean holdsNone() {
        return dispatching == null;
    }

    @Override
    void received(Lease lease) {
        lease.acknowledge();
    }

    @Override
    void bodyRefused(Lease lease) {
        lease.undo();
    }

    @Override
    void dispatching(Lease lease) {
        dispatching = lease;
    }

    @Override
    void dispatched(Lease lease) {
        if (stillHeld()) {
            lease.acknowledge();
        }
    }

    @Override
    void failed(Lease lease, Throwable cause) {
        if (stillHeld()) {
            lease.fail(cause);
        }
    }

    /** What a listener has, which somebody else takes over; null if none has. */
    @Nullable
    Lease takeDispatching() {
        Lease current = dispatching;
        dispatching = null;
        return current;
    }

    /** False if the listener has recovered the session. */
    private boolean stillHeld() {
        boolean held = dispatching != null;
        dispatching = null;
        return held;
    }

    @Override
    AcknowledgeCallback callbackFor(Intake intake, long lease) {
        return callback;
    }

    @Override
    void acknowledge() {
        // By specification without effect in this mode.
    }

    @Override
    void recover() {
        Lease current = takeDispatching();
        if (current != null) {
            current.fail(new Recovery());
        }
    }

    @Override
    void close() {
        recover();
    }
}
