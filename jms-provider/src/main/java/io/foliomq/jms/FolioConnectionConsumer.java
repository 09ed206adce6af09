package io.foliomq.jms;

import io.foliomq.jms.session.ConnectionIntake;
import io.foliomq.jms.session.ConnectionScope;
import io.foliomq.jms.session.ServerSessions;
import io.foliomq.jms.session.SessionScope;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import org.jspecify.annotations.Nullable;

/**
 * A connection consumer (specification section 11.2): gives messages to the sessions of a {@link ServerSessionPool}, up to so many at once. Thread-safe.
 *
 * <p>One thread asks the pool; what the pool throws goes to the connection's exception listener, and the pool is asked again a little later.
 * A session runs on whatever thread the application chooses; a batch whose session is run while the connection is stopped, or never, goes back.
 */
public final class FolioConnectionConsumer implements ConnectionConsumer {
    private final ConnectionIntake intake;
    private final ServerSessionPool pool;

    FolioConnectionConsumer(ConnectionIntake intake, ServerSessionPool pool) {
        this.intake = intake;
        this.pool = pool;
    }

    /** The pool's server sessions, each checked before it is used. */
    static ServerSessions sessionsOf(@Nullable ServerSessionPool pool, ConnectionScope connection, int maxMessages)
            throws JMSException {
        if (pool == null) {
            throw new JMSException("server session pool: value=null, accepted=a pool");
        }
        if (maxMessages < 1) {
            throw new JMSException(
                    "messages that a server session gets at once: value=" + maxMessages + ", accepted=1..");
        }
        return () -> {
            ServerSession server = pool.getServerSession();
            if (server == null) {
                throw new JMSException("server session: value=null, accepted=one of the pool");
            }
            return new ServerSessions.Served(scopeOf(server.getSession(), connection), server::start);
        };
    }

    private static SessionScope scopeOf(@Nullable Session session, ConnectionScope connection) throws JMSException {
        if (session instanceof FolioSession ours && ours.scope().connection() == connection) {
            return ours.scope();
        }
        throw new JMSException("session of a server session: value="
                + (session == null ? "null" : session.getClass().getName())
                + ", accepted=one that the connection of the connection consumer made");
    }

    @Override
    public ServerSessionPool getServerSessionPool() throws JMSException {
        intake.requireNotClosed();
        return pool;
    }

    /** Takes no more messages; what server sessions were given stays theirs. Closing twice is no error. */
    @Override
    public void close() {
        intake.close();
    }
}
