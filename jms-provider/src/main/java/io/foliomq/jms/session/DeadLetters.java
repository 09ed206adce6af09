package io.foliomq.jms.session;

import io.foliomq.engine.EngineException;
import io.foliomq.engine.Record;
import io.foliomq.engine.RecordView;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.Transaction;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.message.EnvelopeFields;
import io.foliomq.jms.message.FolioMessage;
import io.foliomq.jms.message.MessageCodec;
import io.foliomq.jms.message.PayloadBuffer;
import jakarta.jms.JMSException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves messages that nobody could process to their dead-letter queue: the copy there and the end of the lease here take effect together. The
 * copy keeps identity, body and properties, never expires, and says in further properties where it comes from and why. Used under the
 * session's lock.
 */
final class DeadLetters {
    /** What failed last: class and message of the exception. */
    static final String CAUSE = "JMS_Folio_DLQ_cause";
    /** The destination that it was sent to, in its textual form. */
    static final String ORIGIN = "JMS_Folio_DLQ_origin";
    /** How often it was delivered. */
    static final String ATTEMPTS = "JMS_Folio_DLQ_attempts";
    /** The stack trace of the cause. */
    static final String STACK = "JMS_Folio_DLQ_stack";

    private static final int LONGEST_STACK = 8_000;
    private static final long RETRY_MS = 1_000;

    private final ConnectionScope connection;
    private final DeadLetterNames names;

    DeadLetters(ConnectionScope connection, DeadLetterNames names) {
        this.connection = connection;
        this.names = names;
    }

    /** Whether messages of this destination are ever moved: those of a dead-letter queue are not. */
    boolean takesFrom(FolioDestination origin) {
        return !names.isDeadLetterQueue(origin);
    }

    /** Moves a message that can be read. */
    void bury(Tailer tailer, long lease, FolioDestination origin, RecordCopy copy, int attempts, Throwable cause) {
        Optional<String> queue = names.queueFor(origin);
        if (queue.isEmpty()) {
            tailer.discard(lease);
            return;
        }
        try {
            Map<String, Object> obituary = new LinkedHashMap<>();
            obituary.put(CAUSE, String.valueOf(cause));
            obituary.put(ORIGIN, origin.toString());
            obituary.put(ATTEMPTS, attempts);
            obituary.put(STACK, stackOf(cause));
            move(tailer, lease, queue.get(), record(copy, obituary));
        } catch (JMSException | EngineException e) {
            keep(tailer, lease, e);
        }
    }

    /** Moves, as it lies, a record that cannot be read. */
    void buryUnread(Tailer tailer, long lease, FolioDestination origin, RecordView record) {
        Optional<String> queue = names.queueFor(origin);
        if (queue.isEmpty()) {
            tailer.discard(lease);
            return;
        }
        try {
            move(
                    tailer,
                    lease,
                    queue.get(),
                    new Record().copyOf(record).expiration(0).deliverAt(0));
        } catch (EngineException e) {
            keep(tailer, lease, e);
        }
    }

    private void move(Tailer tailer, long lease, String queue, Record record) {
        Transaction transaction = connection.newTransaction();
        transaction.append(connection.destinations().queue(queue), record);
        transaction.discard(tailer, lease);
        transaction.commit();
    }

    /** It could not be moved: it is not lost, and is tried again. */
    private void keep(Tailer tailer, long lease, Exception failure) {
        connection.report(JmsExceptions.caused(
                new JMSException("dead letter could not be moved: " + failure.getMessage(), "DEAD_LETTER"), failure));
        tailer.release(lease, true, connection.clock().time() + RETRY_MS);
    }

    private Record record(RecordCopy copy, Map<String, Object> obituary) throws JMSException {
        MessageCodec codec = connection.codec();
        FolioMessage message = copy.decode(codec);
        addProperties(message, obituary);
        PayloadBuffer payload = new PayloadBuffer();
        codec.encode(message, null, MessageFilter.NOBODY, payload);
        EnvelopeFields envelope = copy.envelope();
        envelope.expiration(0).deliveryTime(envelope.timestamp());
        Record record = Envelopes.write(envelope, new Record());
        record.buffer().putBytes(record.payloadOffset(), payload.buffer(), 0, payload.length());
        return record.payloadLength(payload.length());
    }

    /** Received properties are read-only: they are taken out, and put back with the further ones. */
    private static void addProperties(FolioMessage message, Map<String, Object> further) throws JMSException {
        Map<String, Object> all = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        Collections.list(message.getPropertyNames()).forEach(name -> names.add(String.valueOf(name)));
        for (String name : names) {
            all.put(name, message.getObjectProperty(name));
        }
        all.putAll(further);
        message.clearProperties();
        for (Map.Entry<String, Object> property : all.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
    }

    private static String stackOf(Throwable cause) {
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack, true));
        return stack.getBuffer().length() <= LONGEST_STACK
                ? stack.toString()
                : stack.toString().substring(0, LONGEST_STACK);
    }
}
