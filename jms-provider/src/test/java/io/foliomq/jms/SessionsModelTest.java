package io.foliomq.jms;

import io.foliomq.jms.ModelledQueue.Entry;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions of all modes on one queue do random things, and so does a model: each receive must return the message that the model says,
 * with its delivery count. A failure tells the seed and what was done; {@code -Dsessions.seed=} does it again.
 */
class SessionsModelTest extends ProviderTest {
    private static final int STEPS = 2_000;
    private static final int[] MODES = {0, 1, 2, 3, ModelledSession.INDIVIDUAL};

    private final StringBuilder done = new StringBuilder();
    private final ModelledQueue model = new ModelledQueue();
    private final List<ModelledSession> sessions = new ArrayList<>();
    private Random random;
    private int sent;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Checklist({29, 33, 34, 35, 36, 37, 38, 41, 42, 43, 71, 72, 73})
    void shouldDeliverWhatAModelSays(boolean temporary) throws JMSException {
        long seed = Long.getLong("sessions.seed", System.nanoTime());
        random = new Random(seed);
        FolioConnection connection = started("redelivery.maximumRedeliveries=-1");
        Destination queue = temporary ? connection.createSession().createTemporaryQueue() : new FolioQueue("q");
        try {
            for (int i = 0; i < STEPS; i++) {
                while (sessions.size() < 3) {
                    int mode = MODES[random.nextInt(MODES.length)];
                    sessions.add(new ModelledSession(connection, mode, queue, oneIn(3), model));
                }
                step(random.nextInt(sessions.size()));
            }
        } catch (AssertionError | JMSException e) {
            throw new AssertionError("seed=" + seed + done, e);
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private void step(int index) throws JMSException {
        ModelledSession session = sessions.get(index);
        int what = random.nextInt(12);
        done.append('\n').append(index).append(' ').append(session).append(": ");
        switch (what) {
            case 0, 1, 2, 3 -> {
                Entry entry = new Entry(sent++, oneIn(8) ? 9 : 4, oneIn(3));
                done.append("send ").append(entry.number).append(" priority=").append(entry.priority);
                session.send(entry);
            }
            case 4, 5, 6, 7 -> {
                done.append("receive");
                session.receive();
            }
            case 8 -> {
                done.append("acknowledge");
                session.acknowledge(random);
            }
            case 9 -> {
                done.append("recover");
                session.recover();
            }
            case 10 -> {
                done.append("consumer closed and opened");
                session.reopenConsumer(oneIn(3));
            }
            default -> {
                done.append("close");
                session.close();
                sessions.remove(index);
            }
        }
    }
}
