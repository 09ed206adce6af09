package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Allocations;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** What a message of 100 bytes costs in heap: its object, its bytes, and nothing that goes with neither. */
class AllocationTest extends ProviderTest {
    private static final int MESSAGES = 2_000;
    private static final int ATTEMPTS = 5;
    private static final byte[] BODY = new byte[100];
    /** The array of the body with its header. */
    private static final long BYTES_OF_BODY = 120;
    /** The message itself. */
    private static final long OBJECT = 80;
    /** What comes once in a while, spread over all. */
    private static final long STRAY = 4;

    private Session session;
    private BytesMessage again;
    private MessageProducer producer;
    private MessageConsumer consumer;

    private void open() throws JMSException {
        session = started().createSession(false, Session.AUTO_ACKNOWLEDGE);
        producer = session.createProducer(new FolioQueue("q"));
        consumer = session.createConsumer(new FolioQueue("q"));
    }

    private void send() throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(BODY);
        producer.send(message);
    }

    private void sendAgain() throws JMSException {
        again.clearBody();
        again.writeBytes(BODY);
        producer.send(again);
    }

    @Test
    void shouldAllocateNothingButTheMessage() throws Exception {
        open();
        untilCompiled(this::sendAndReceiveAll);
    }

    @Test
    void shouldAllocateNothingToSendAMessageAgain() throws Exception {
        open();
        again = session.createBytesMessage();
        untilCompiled(() -> {
            long sent = Long.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                sent = Math.min(sent, allocated(this::sendAgain));
                long unused = allocated(() -> consumer.receive(SOON));
            }
            assertThat(sent).as("bytes a send").isLessThanOrEqualTo(STRAY);
        });
    }

    /** Compiling takes its time where others compile too. */
    private static void untilCompiled(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .untilAsserted(assertion);
    }

    private void sendAndReceiveAll() throws Exception {
        long sent = Long.MAX_VALUE;
        long received = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            sent = Math.min(sent, allocated(this::send));
            received = Math.min(received, allocated(() -> consumer.receive(SOON)));
        }
        assertThat(sent).as("bytes a send").isBetween(BYTES_OF_BODY, OBJECT + BYTES_OF_BODY + STRAY);
        assertThat(received).as("bytes a receive").isBetween(BYTES_OF_BODY, OBJECT + BYTES_OF_BODY + STRAY);
    }

    /** Bytes a message. */
    private static long allocated(Allocations.Action action) throws Exception {
        long before = Allocations.soFar();
        for (int i = 0; i < MESSAGES; i++) {
            action.run();
        }
        return (Allocations.soFar() - before) / MESSAGES;
    }
}
