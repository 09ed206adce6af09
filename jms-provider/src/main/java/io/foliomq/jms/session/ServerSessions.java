package io.foliomq.jms.session;

import jakarta.jms.JMSException;

/** The application's pool of server sessions, as a connection consumer sees it. Called on the connection consumer's thread; may block. */
@FunctionalInterface
public interface ServerSessions {
    /** A server session that is free. */
    Served next() throws JMSException;

    /**
     * A server session.
     *
     * @param session that messages are loaded into
     * @param start makes a thread of the application run that session
     */
    record Served(SessionScope session, Start start) {}

    /** See {@link jakarta.jms.ServerSession#start()}. */
    @FunctionalInterface
    interface Start {
        void start() throws JMSException;
    }
}
