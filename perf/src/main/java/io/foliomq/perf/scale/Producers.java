package io.foliomq.perf.scale;

import io.foliomq.perf.measure.Tallies;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** The sending threads of one process. They hold back while too much of what this process sent is under way. */
final class Producers implements AutoCloseable {
    /** The stamp of a message whose time is not taken. */
    static final long UNTIMED = 0;

    private static final long MOST_UNDER_WAY = 20_000;
    private static final int LOOK_EVERY = 64;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final int BODY_BYTES = 92;

    private final List<Production> productions = new ArrayList<>();
    private final Tallies sent;
    private final LongSupplier received;
    private final ExecutorService threads;
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean sending;

    Producers(Connection connection, Crowd crowd, LongSupplier received) throws JMSException {
        this.sent = new Tallies(crowd.producers());
        this.received = received;
        this.threads = Executors.newFixedThreadPool(crowd.producers());
        for (int i = 0; i < crowd.producers(); i++) {
            productions.add(new Production(connection, crowd.queues(), i));
        }
    }

    long sent() {
        return sent.sum();
    }

    /** One message to each queue, whose first makes its files. */
    void touch() {
        await(List.of(threads.submit(() -> {
            Production first = productions.get(0);
            for (int i = 0; i < first.queues.size(); i++) {
                first.send(UNTIMED);
            }
            return first.queues.size();
        })));
    }

    /** All send as fast as it goes, until {@link #hold}. */
    void flow() {
        sending = true;
        productions.forEach(production -> running.add(threads.submit(production.flow())));
    }

    /** Returns when the last has been sent. */
    void hold() {
        sending = false;
        await(running);
        running.clear();
    }

    /** One thread sends when it is time, with each session in turn; the stamp is when a message was due. */
    void pace(long perSecond, double seconds) {
        await(List.of(threads.submit(() -> {
            long count = Math.max(1, (long) (perSecond * seconds));
            long start = System.nanoTime();
            for (long i = 0; i < count; i++) {
                long due = start + (long) (i * 1e9 / perSecond);
                while (System.nanoTime() < due) {
                    Thread.onSpinWait();
                }
                productions.get((int) (i % productions.size())).send(due);
            }
            return count;
        })));
    }

    private static void await(List<? extends Future<?>> tasks) {
        for (Future<?> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("producer failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        sending = false;
        threads.shutdown();
    }

    /** One session. */
    private final class Production {
        private final Session session;
        private final MessageProducer producer;
        private final List<Queue> queues = new ArrayList<>();
        private final byte[] body = new byte[BODY_BYTES];
        private final int number;
        private long count;

        Production(Connection connection, int queueCount, int number) throws JMSException {
            this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            this.producer = session.createProducer(null);
            this.number = number;
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            Arrays.fill(body, (byte) 'x');
            for (int i = 0; i < queueCount; i++) {
                queues.add(session.createQueue(Queues.name(i)));
            }
        }

        Callable<Long> flow() {
            return () -> {
                while (sending) {
                    if (count % LOOK_EVERY == 0) {
                        awaitRoom();
                    }
                    send(UNTIMED);
                }
                return count;
            };
        }

        private void awaitRoom() {
            while (sending && sent.sum() - received.getAsLong() > MOST_UNDER_WAY) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        void send(long stamp) throws JMSException {
            BytesMessage message = session.createBytesMessage();
            message.writeLong(stamp);
            message.writeBytes(body);
            producer.send(queues.get((int) (count % queues.size())), message);
            sent.set(number, ++count);
        }
    }
}
