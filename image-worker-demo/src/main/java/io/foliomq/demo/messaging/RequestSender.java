package io.foliomq.demo.messaging;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.ResourceAllocationRuntimeException;
import org.jspecify.annotations.Nullable;

/** Sends requests over one connection that is opened when first needed, and again after a failure. Threads may share it. */
public final class RequestSender implements AutoCloseable {
    private final ConnectionFactory factory;
    private @Nullable JMSContext context;

    public RequestSender(ConnectionFactory factory) {
        this.factory = factory;
    }

    /** Returns when the request is on the queue. */
    public synchronized void send(ResizeRequest request) throws QueueUnavailable {
        try {
            JMSContext open = opened();
            JMSProducer producer = open.createProducer();
            producer.send(open.createQueue(Queues.RESIZE), request.toJson());
        } catch (ResourceAllocationRuntimeException e) {
            throw new QueueUnavailable("queue is full: queue=" + Queues.RESIZE + ", cause=" + e.getMessage(), e);
        } catch (JMSRuntimeException e) {
            close();
            throw new QueueUnavailable(
                    "queue does not answer: queue=" + Queues.RESIZE + ", cause=" + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        JMSContext open = context;
        context = null;
        if (open != null) {
            try {
                open.close();
            } catch (JMSRuntimeException e) {
                // Closed because it failed, or at the end: nobody can do anything about a second failure.
                return;
            }
        }
    }

    private JMSContext opened() {
        JMSContext open = context;
        if (open == null) {
            open = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE);
            context = open;
        }
        return open;
    }
}
