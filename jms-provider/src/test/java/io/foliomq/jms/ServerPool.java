package io.foliomq.jms;

import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool as an application server has one: so many sessions, each run by a thread of the executor and then free again. */
final class ServerPool implements ServerSessionPool {
    final BlockingQueue<ServerSession> free = new LinkedBlockingQueue<>();
    final AtomicInteger starts = new AtomicInteger();
    private final Executor executor;

    ServerPool(Executor executor) {
        this.executor = executor;
    }

    ServerPool with(Session session, MessageListener listener) throws JMSException {
        session.setMessageListener(listener);
        free.add(new Server(session));
        return this;
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JMSException("interrupted");
        }
    }

    private final class Server implements ServerSession {
        private final Session session;

        private Server(Session session) {
            this.session = session;
        }

        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            starts.incrementAndGet();
            executor.execute(() -> {
                session.run();
                free.add(this);
            });
        }
    }
}
