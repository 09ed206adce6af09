package io.foliomq.jms.message;

import jakarta.jms.JMSException;

/** What {@code Message.acknowledge} does: the session that received the message decides. */
@FunctionalInterface
public interface AcknowledgeCallback {
    /**
     * Acknowledges what the session has delivered so far, or does nothing, by its mode.
     *
     * @throws JMSException if that fails; an {@link jakarta.jms.IllegalStateException} if the session is closed.
     */
    void acknowledge() throws JMSException;
}
