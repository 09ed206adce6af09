package io.foliomq.jms.session;

import io.foliomq.jms.message.AcknowledgeCallback;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The application acknowledges each message by itself. Not in the specification; what it leaves out is as with client acknowledgement. */
final class IndividualAcknowledger extends Acknowledger {
    private record Key(int intake, long lease) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byIntake = Integer.compare(intake, other.intake);
            return byIntake != 0 ? byIntake : Long.compare(lease, other.lease);
        }
    }

    private final SessionScope session;
    private final TreeMap<Key, Lease> held = new TreeMap<>();

    IndividualAcknowledger(SessionScope session) {
        this.session = session;
    }

    @Override
    void received(Lease lease) {
        held.put(new Key(lease.intake().number(), lease.id()), lease);
    }

    @Override
    void bodyRefused(Lease lease) {
        received(lease);
    }

    @Override
    void dispatching(Lease lease) {
        received(lease);
    }

    @Override
    void dispatched(Lease lease) {
        // The application acknowledges.
    }

    @Override
    void failed(Lease lease, Throwable cause) {
        // As with client acknowledgement: go on with the next message.
    }

    @Override
    AcknowledgeCallback callbackFor(Intake intake, long lease) {
        Key key = new Key(intake.number(), lease);
        return () -> session.locked(() -> acknowledge(key));
    }

    private void acknowledge(Key key) {
        Lease lease = held.remove(key);
        if (lease != null) {
            lease.acknowledge();
        }
    }

    @Override
    void acknowledge() {
        held.values().forEach(Lease::acknowledge);
        held.clear();
    }

    @Override
    void recover() {
        Recovery cause = new Recovery();
        List<Lease> leases = new ArrayList<>(held.values());
        held.clear();
        leases.forEach(lease -> lease.fail(cause));
    }

    @Override
    void close() {
        held.values().forEach(Lease::release);
        held.clear();
    }
}
