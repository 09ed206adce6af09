package io.foliomq.jms.session;

import io.foliomq.engine.EngineException;
import io.foliomq.engine.Record;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.FolioMessage;
import io.foliomq.jms.message.ForeignMessages;
import io.foliomq.jms.message.PayloadBuffer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Sends the messages of one session: headers, encoding, appending, all in buffers that it keeps. Thread-safe. */
public final class SendPipeline {
    private static final int KEPT_TARGETS = 64;

    private final ConnectionScope connection;
    private final Outlet outlet;
    private final ReentrantLock lock = new ReentrantLock();
    private final Record record = new Record();
    private final PayloadBuffer payload = new PayloadBuffer();
    private final EnvelopeFields envelope;
    // The last of the map: almost every message goes where the one before went.
    private @Nullable FolioDestination lastDestination;
    private @Nullable SendTarget lastTarget;
    private final Map<FolioDestination, SendTarget> targets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FolioDestination, SendTarget> eldest) {
            return size() > KEPT_TARGETS;
        }
    };

    SendPipeline(ConnectionScope connection, Outlet outlet) {
        this.connection = connection;
        this.outlet = outlet;
        this.envelope = connection.newEnvelope();
    }

    /** Held while a message is encoded and appended, and while a transaction commits. */
    ReentrantLock lock() {
        return lock;
    }

    /**
     * Sends, and leaves on the message what a send leaves on it. A send that returned is as safe as the store's durability says; one in a
     * transaction is part of it.
     */
    void send(FolioDestination destination, Message message, SendOptions options) throws JMSException {
        FolioMessage ours = ForeignMessages.toOurs(message, connection.messages());
        lock.lock();
        try {
            SendTarget target = target(destination);
            address(ours, options);
            ours.assignSender(connection.userId());
            long sender = destination.kind().isTopic() ? connection.senderIdentity() : MessageFilter.NOBODY;
            connection.codec().encode(ours, null, sender, payload);
            Envelopes.write(envelope, record);
            MessageGroup.write(ours, record);
            payload.copyTo(record.buffer(), record.payloadOffset());
            record.payloadLength(payload.length());
            outlet.append(target, record);
            ForeignMessages.assignSent(message, destination, envelope);
        } catch (EngineException e) {
            throw JmsExceptions.of(e);
        } finally {
            lock.unlock();
        }
    }

    private void address(FolioMessage message, SendOptions options) {
        long now = connection.clock().time();
        envelope.kind(message.kind().code())
                .deliveryMode(options.deliveryMode())
                .priority(options.priority())
                .timestamp(now)
                .expiration(options.expiration(now))
                .deliveryTime(options.deliveryTime(now))
                .messageId(connection.incarnation(), connection.nextMessageNumber());
    }

    private SendTarget target(FolioDestination destination) throws JMSException {
        SendTarget last = lastTarget;
        if (last != null
                && destination.equals(lastDestination)
                && !last.destination().isDeleted()) {
            return last;
        }
        SendTarget target = keptTarget(destination);
        lastDestination = destination;
        lastTarget = target;
        return target;
    }

    private SendTarget keptTarget(FolioDestination destination) throws JMSException {
        SendTarget kept = targets.get(destination);
        if (kept != null && !kept.destination().isDeleted()) {
            return kept;
        }
        SendTarget target = connection.newTarget(destination);
        targets.put(destination, target);
        return target;
    }
}
