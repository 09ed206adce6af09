package io.foliomq.perf.contender;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client that asks and a server that answers into the client's temporary queue. One thread calls {@link #ask}, another {@link #answer}. */
public final class Requests implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    private static final int SLICE_MS = 100;

    private final Setup setup;
    private final Connection client;
    private final Connection server;
    private final Session asking;
    private final Session answering;
    private final MessageProducer questions;
    private final MessageConsumer answers;
    private final MessageConsumer inbox;
    private final MessageProducer replies;
    private final TemporaryQueue replyTo;
    private final byte[] body;

    Requests(JmsProvider provider, Setup setup) {
        this.setup = setup;
        this.body = new byte[setup.size()];
        try {
            client = JmsConnections.open(provider, setup, null);
            server = JmsConnections.open(provider, setup, null);
            asking = client.createSession(false, Session.AUTO_ACKNOWLEDGE);
            answering = server.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue queue = asking.createQueue(Setup.NAME);
            questions = asking.createProducer(queue);
            replyTo = asking.createTemporaryQueue();
            answers = asking.createConsumer(replyTo);
            inbox = answering.createConsumer(queue);
            replies = answering.createProducer(null);
        } catch (JMSException e) {
            throw JmsConnections.unchecked(e);
        }
    }

    /** Sends a request and awaits its reply. */
    public void ask() {
        try {
            BytesMessage question = asking.createBytesMessage();
            question.writeBytes(body);
            question.setJMSReplyTo(replyTo);
            questions.send(question);
            Message answer = answers.receive(PATIENCE_MS);
            if (answer == null || !question.getJMSMessageID().equals(answer.getJMSCorrelationID())) {
                throw new IllegalStateException("no answer, or a wrong one: answer=" + answer);
            }
        } catch (JMSException e) {
            throw JmsConnections.unchecked(e);
        }
    }

    /** Answers the next request, if one comes soon. */
    public void answer() {
        try {
            Message question = inbox.receive(SLICE_MS);
            if (question != null) {
                BytesMessage answer = answering.createBytesMessage();
                answer.writeBytes(body);
                answer.setJMSCorrelationID(question.getJMSMessageID());
                replies.send(target(question.getJMSReplyTo()), answer);
            }
        } catch (JMSException e) {
            throw JmsConnections.unchecked(e);
        }
    }

    private static Destination target(@Nullable Destination replyTo) {
        return Objects.requireNonNull(replyTo, "a request without a place for its reply");
    }

    @Override
    public void close() {
        JmsConnections.close(client, setup);
        JmsConnections.close(server, setup);
    }
}
