package io.foliomq.perf.scale;

import io.foliomq.perf.measure.Tallies;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** The sessions of one process, whose listeners count and take the time of what has a stamp. */
final class Consumers {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

    private final Tallies received;
    private final ConcurrentHistogram latencies = new ConcurrentHistogram(LONGEST, 3);

    Consumers(Connection connection, Crowd crowd) throws JMSException {
        received = new Tallies(crowd.sessions());
        for (int i = 0; i < crowd.sessions(); i++) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Consumption consumption = new Consumption(i);
            for (int j = 0; j < crowd.listeners(); j++) {
                String queue = Queues.name((i * crowd.listeners() + j) % crowd.queues());
                session.createConsumer(session.createQueue(queue)).setMessageListener(consumption::accept);
            }
        }
    }

    long received() {
        return received.sum();
    }

    Histogram latencies() {
        return latencies.copy();
    }

    /** On the one thread of its session. */
    private final class Consumption {
        private final int number;
        private long count;

        Consumption(int number) {
            this.number = number;
        }

        void accept(Message message) {
            try {
                long stamp = ((BytesMessage) message).readLong();
                if (stamp != Producers.UNTIMED) {
                    latencies.recordValue(Math.min(LONGEST, Math.max(0, System.nanoTime() - stamp)));
                }
                received.set(number, ++count);
            } catch (JMSException e) {
                throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
            }
        }
    }
}
