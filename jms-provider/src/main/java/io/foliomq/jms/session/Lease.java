package io.foliomq.jms.session;

import io.foliomq.engine.DestinationDeletedException;
import io.foliomq.engine.EngineException;
import io.foliomq.jms.message.FolioMessage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One message that a consumer holds and that is not settled yet; the consumer may then use the object for the next. Guarded by the
 * session's lock.
 */
final class Lease {
    private final Intake intake;
    private long id;
    private int deliveryCount;
    private @Nullable RecordCopy original;
    private @Nullable FolioMessage message;

    Lease(Intake intake) {
        this.intake = intake;
    }

    /** @param newOriginal the record as it was sent, kept only where no further delivery may follow. */
    Lease on(long newId, int newDeliveryCount, FolioMessage newMessage, @Nullable RecordCopy newOriginal) {
        id = newId;
        deliveryCount = newDeliveryCount;
        message = newMessage;
        original = newOriginal;
        return this;
    }

    /** What the lease is on, once: from then on it is the application's. */
    FolioMessage takeMessage() {
        FolioMessage taken = message;
        if (taken == null) {
            throw new IllegalStateException("message was taken already: lease=" + id);
        }
        message = null;
        return taken;
    }

    Intake intake() {
        return intake;
    }

    long id() {
        return id;
    }

    /** Whether there is nothing left to settle: its destination was deleted. */
    boolean isGone() {
        return intake.tailer().subscription().destination().isDeleted();
    }

    /** Settles it. */
    void acknowledge() {
        ReentrantLock guard = intake.guard();
        guard.lock();
        try {
            intake.tailer().acknowledge(id);
        } catch (DestinationDeletedException e) {
            // The message went with its destination: there is nothing to settle.
        } finally {
            guard.unlock();
        }
    }

    /** Gives it back as if it had never been delivered. */
    void undo() {
        end(() -> intake.tailer().release(id, false, 0));
    }

    /** Gives it back at once: it counts as delivered. */
    void release() {
        end(() -> intake.tailer().release(id, true, 0));
    }

    /** Its consumer failed: gives it back as the redelivery policy says, or moves it to the dead letters. */
    void fail(Throwable cause) {
        RecordCopy copy = original;
        if (copy == null) {
            end(() -> intake.redeliver(id, deliveryCount));
        } else {
            end(() -> intake.bury(id, copy, deliveryCount, cause));
        }
    }

    /** What cannot be given back must not keep others from being: it goes back with this process at the latest. */
    private void end(Runnable step) {
        ReentrantLock guard = intake.guard();
        guard.lock();
        try {
            step.run();
        } catch (DestinationDeletedException e) {
            // The message went with its destination: there is nothing to give back.
        } catch (EngineException e) {
            intake.report(JmsExceptions.of(e));
        } finally {
            guard.unlock();
        }
    }
}
