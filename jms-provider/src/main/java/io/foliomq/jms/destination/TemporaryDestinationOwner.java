package io.foliomq.jms.destination;

import jakarta.jms.JMSException;

/** The connection behind a temporary destination, as far as the destination needs it. */
@FunctionalInterface
public interface TemporaryDestinationOwner {
    /**
     * Deletes the destination with the messages in it.
     *
     * @throws JMSException while it has consumers, or when the connection is closed.
     */
    void delete(FolioDestination destination) throws JMSException;
}
