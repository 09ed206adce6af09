package io.foliomq.jms.session;

import io.foliomq.jms.message.AcknowledgeCallback;
import java.util.ArrayList;
import java.util.List;

/** The application acknowledges, always everything that the session has delivered so far. */
final class ClientAcknowledger extends Acknowledger {
    private final AcknowledgeCallback callback;
    private final List<Lease> held = new ArrayList<>();

    ClientAcknowledger(SessionScope session) {
        callback = session::acknowledge;
    }

    @Override
    void received(Lease lease) {
        held.add(lease);
    }

    @Override
    void bodyRefused(Lease lease) {
        held.add(lease);
    }

    @Override
    void dispatching(Lease lease) {
        held.add(lease);
    }

    @Override
    void dispatched(Lease lease) {
        // The application acknowledges.
    }

    @Override
    void failed(Lease lease, Throwable cause) {
        // Specification section 8.7: go on with the next message.
    }

    @Override
    AcknowledgeCallback callbackFor(Intake intake, long lease) {
        return callback;
    }

    @Override
    void acknowledge() {
        int done = 0;
        try {
            while (done < held.size()) {
                held.get(done).acknowledge();
                done++;
            }
        } finally {
            held.subList(0, done).clear();
        }
    }

    @Override
    void recover() {
        Recovery cause = new Recovery();
        for (Lease lease : held) {
            lease.fail(cause);
        }
        held.clear();
    }

    @Override
    void close() {
        for (Lease lease : held) {
            lease.release();
        }
        held.clear();
    }
}
