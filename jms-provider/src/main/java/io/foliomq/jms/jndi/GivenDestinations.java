package io.foliomq.jms.jndi;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.destination.GivenName;
import jakarta.jms.InvalidDestinationException;
import javax.naming.NamingException;

/** Destinations by the text that somebody gives a directory, which is what {@code createQueue} and {@code createTopic} take. */
final class GivenDestinations {
    private GivenDestinations() {}

    static FolioQueue queue(String text) throws NamingException {
        try {
            return GivenName.queue(text);
        } catch (InvalidDestinationException e) {
            throw refused(e);
        }
    }

    static FolioTopic topic(String text) throws NamingException {
        try {
            return GivenName.topic(text);
        } catch (InvalidDestinationException e) {
            throw refused(e);
        }
    }

    private static NamingException refused(InvalidDestinationException cause) {
        NamingException refused = new NamingException(cause.getMessage());
        refused.setRootCause(cause);
        return refused;
    }
}
