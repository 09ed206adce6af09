package io.foliomq.jms.session;

import io.foliomq.engine.EngineException;
import io.foliomq.engine.Record;
import io.foliomq.engine.RecordView;
import io.foliomq.engine.Tailer;
import io.foliomq.engine.Transaction;
import io.foliomq.jms.destination.FolioDestination;
import jakarta.jms.JMSException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Moves messages that nobody could process to their dead-letter queue: the copy there and the end of the lease here take effect together. The
 * copy keeps identity, body and properties, never expires, and says in further properties where it comes from and why. Used under the
 * session's lock.
 */
final class DeadLetters {
    /** What failed last: class and message of the exception. */
    static final String CAUSE = Obituary.PREFIX + "cause";
    /** The destination that it was sent to, in its textual form. */
    static final String ORIGIN = Obituary.PREFIX + "origin";
    /** How often it was delivered. */
    static final String ATTEMPTS = Obituary.PREFIX + "attempts";
    /** The stack trace of the cause. */
    static final String STACK = Obituary.PREFIX + "stack";

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
            move(
                    tailer,
                    lease,
                    queue.get(),
                    Obituary.rewritten(copy, connection.codec(), properties -> properties.putAll(obituary)));
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

    private static String stackOf(Throwable cause) {
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack, true));
        return stack.getBuffer().length() <= LONGEST_STACK
                ? stack.toString()
                : stack.toString().substring(0, LONGEST_STACK);
    }
}
