package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foliomq.engine.testing.SmallFileSystem;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What JMS clients see of a disk without room, which is a file system of its own or a log whose next file cannot be made. */
class FullDiskIT {
    private static final long FREE_BYTES = 24L << 20;
    private static final int BYTES = 100_000;
    private static final int MOST = 1_000;
    private static final long SOON = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Some more than a segment holds. */
    private static final int MORE_THAN_A_SEGMENT = 15;

    private final Queue queue = new FolioQueue("q");
    private final java.util.Queue<JMSException> told = new ConcurrentLinkedQueue<>();

    @TempDir
    Path directory;

    private SmallFileSystem disk;
    private FolioConnectionFactory factory;
    private Connection connection;

    private void connect(Path root, String settings) throws JMSException {
        factory = new FolioConnectionFactory(
                "folio:" + root.resolve("store") + "?segmentBytes=1m&diskReserve=0&linger=0&jms.clientID=c" + settings);
        connection = factory.createConnection();
        connection.setExceptionListener(told::add);
        connection.start();
    }

    private void onADiskOf(SmallFileSystem.Type type, String settings) throws JMSException {
        List<String> missing = SmallFileSystem.missing(type);
        assumeTrue(missing.isEmpty(), () -> "cannot make a file system: type=" + type + ", missing=" + missing);
        disk = SmallFileSystem.make(directory, type, FREE_BYTES);
        connect(disk.root(), settings);
    }

    @AfterEach
    void close() throws JMSException {
        try {
            if (connection != null) {
                connection.close();
                factory.close();
            }
        } finally {
            if (disk != null) {
                disk.close();
            }
        }
    }

    private static void send(Session session, Destination to, int number) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.setIntProperty("number", number);
        message.writeBytes(new byte[BYTES]);
        try (MessageProducer producer = session.createProducer(to)) {
            producer.send(message);
        }
    }

    /** As many as there is room for; returns how many that is. */
    private int fill(Session session, Destination to) throws JMSException {
        int sent = 0;
        try {
            while (sent < MOST) {
                send(session, to, sent);
                sent++;
            }
            throw new AssertionError("the disk does not get full: sent=" + MOST);
        } catch (ResourceAllocationException full) {
            assertThat(full.getErrorCode()).isEqualTo("LIMIT");
        }
        assertThat(sent).isPositive();
        return fillToTheLastByte(session, to, sent);
    }

    /** What was being prepared in the background gives its room back when it fails: that is filled as well. */
    private int fillToTheLastByte(Session session, Destination to, int already) throws JMSException {
        for (int sent = already; sent < MOST; sent++) {
            disk.fill(0);
            try {
                send(session, to, sent);
            } catch (ResourceAllocationException full) {
                return sent;
            }
        }
        throw new AssertionError("the disk does not stay full: sent=" + MOST);
    }

    private static Message next(MessageConsumer consumer, int number) throws JMSException {
        Message message = consumer.receive(SOON);
        assertThat(message).as("message %d", number).isNotNull();
        assertThat(message.getIntProperty("number")).isEqualTo(number);
        assertThat(message.getBody(byte[].class)).hasSize(BYTES);
        return message;
    }

    private static void drain(MessageConsumer consumer, int count) throws JMSException {
        for (int i = 0; i < count; i++) {
            next(consumer, i);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    /** Sends one as soon as there is room. */
    private void sendAgain(Session session, Destination to) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(ResourceAllocationException.class)
                .until(() -> {
                    send(session, to, 0);
                    return true;
                });
    }

    @ParameterizedTest
    @CsvSource({"EXT4, process", "TMPFS, process", "EXT4, power"})
    void shouldRefuseToSendDrainAndGoOn(SmallFileSystem.Type type, String durability) throws JMSException {
        onADiskOf(type, "&durability=" + durability);
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);
        send(session, queue, 0);
        drain(consumer, 1);

        drain(consumer, fill(session, queue));

        disk.free();
        sendAgain(session, queue);
        drain(consumer, 1);
        assertThat(told).isEmpty();
    }

    /** One after the other, so that each message is received on a disk on which the one before freed nothing. */
    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldAcknowledgeOnAFullDisk(int mode) throws JMSException {
        onADiskOf(SmallFileSystem.Type.EXT4, "");
        Session session = connection.createSession(mode);
        MessageConsumer consumer = session.createConsumer(queue);
        int sent = fill(connection.createSession(), queue);

        Message last = null;
        for (int i = 0; i < sent; i++) {
            last = next(consumer, i);
        }
        if (mode == Session.SESSION_TRANSACTED) {
            session.commit();
        } else if (mode == Session.CLIENT_ACKNOWLEDGE) {
            last.acknowledge();
        }
        session.close();

        assertThat(connection.createSession().createConsumer(queue).receiveNoWait())
                .isNull();
        disk.free();
        sendAgain(connection.createSession(), queue);
        drain(connection.createSession().createConsumer(queue), 1);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldGiveBackOnAFullDisk(int mode) throws JMSException {
        onADiskOf(SmallFileSystem.Type.EXT4, "");
        Session session = connection.createSession(mode);
        MessageConsumer consumer = session.createConsumer(queue);
        int sent = fill(connection.createSession(), queue);
        for (int i = 0; i < sent; i++) {
            next(consumer, i);
        }
        if (mode == Session.SESSION_TRANSACTED) {
            session.rollback();
        } else {
            session.recover();
        }

        for (int i = 0; i < sent; i++) {
            assertThat(next(consumer, i).getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        }
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "TMPFS"})
    void shouldDrainDurableSubscriptions(SmallFileSystem.Type type) throws JMSException {
        onADiskOf(type, "");
        Topic topic = new FolioTopic("t");
        Session session = connection.createSession();
        MessageConsumer first = session.createDurableConsumer(topic, "first");
        session.createDurableConsumer(topic, "second").close();
        session.createSharedDurableConsumer(topic, "third").close();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        int sent = fill(session, topic);
        drain(first, sent);

        // Nobody had these open when the disk became full.
        MessageConsumer second = transacted.createDurableConsumer(topic, "second");
        drain(second, sent);
        transacted.rollback();
        drain(second, sent);
        transacted.commit();
        assertThat(second.receiveNoWait()).isNull();
        drain(session.createSharedDurableConsumer(topic, "third"), sent);

        disk.free();
        sendAgain(session, topic);
        drain(first, 1);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldCommitWhatIsReceivedOnAFullDisk() throws JMSException {
        onADiskOf(SmallFileSystem.Type.TMPFS, "");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(queue);
        send(session, queue, 0);
        session.commit();
        disk.fill(0);

        drain(consumer, 1);
        session.commit();
        session.rollback();

        assertThat(consumer.receiveNoWait()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"EXT4", "TMPFS"})
    void shouldRollBackAllThatHasNoRoom(SmallFileSystem.Type type) throws JMSException {
        onADiskOf(type, "");
        Queue other = new FolioQueue("other");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(queue);
        MessageConsumer others = session.createConsumer(other);
        send(session, queue, 0);
        session.commit();
        disk.fill(0);

        drain(consumer, 1);
        for (int i = 0; i < MORE_THAN_A_SEGMENT; i++) {
            send(session, i % 2 == 0 ? queue : other, i);
        }
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("No space left on device");

        // What was received comes again, what was sent was not.
        drain(consumer, 1);
        assertThat(others.receiveNoWait()).isNull();
        disk.free();
        for (int i = 1; i < MORE_THAN_A_SEGMENT; i++) {
            send(session, other, i - 1);
        }
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(TransactionRolledBackException.class)
                .until(() -> {
                    session.commit();
                    return true;
                });
        assertThat(consumer.receiveNoWait()).isNull();
        drain(others, MORE_THAN_A_SEGMENT - 1);
        session.commit();
        assertThat(told).isEmpty();
    }

    /** Whether the dead-letter queue exists or has to be made. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepADeadLetterUntilThereIsRoom(boolean exists) throws JMSException {
        onADiskOf(SmallFileSystem.Type.EXT4, "&redelivery.maximumRedeliveries=0");
        Queue dead = new FolioQueue("DLQ.q");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        if (exists) {
            send(session, dead, 0);
            session.commit();
            drain(session.createConsumer(dead), 1);
            session.commit();
        }
        MessageConsumer consumer = session.createConsumer(queue);
        int sent = 3 * MORE_THAN_A_SEGMENT;
        for (int i = 0; i < sent; i++) {
            send(session, queue, i);
        }
        session.commit();
        disk.fill(0);
        for (int i = 0; i < sent; i++) {
            next(consumer, i);
        }
        session.rollback();

        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        assertThat(told)
                .allSatisfy(failure -> assertThat(failure.getErrorCode()).isEqualTo("DEAD_LETTER"));
        // Each of them is tried again, about once in a second, and one after the other has room.
        disk.free();
        Session other = connection.createSession();
        MessageConsumer undertaker = other.createConsumer(dead);
        boolean[] seen = new boolean[sent];
        for (int i = 0; i < sent; i++) {
            Message message = awaitBuried(consumer, undertaker);
            int number = message.getIntProperty("number");
            assertThat(seen[number]).as("again %d", number).isFalse();
            seen[number] = true;
            assertThat(message.getBody(byte[].class)).hasSize(BYTES);
        }
        assertThat(undertaker.receiveNoWait()).isNull();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    /** Whoever receives from the queue finds those that are due to be moved. */
    private static Message awaitBuried(MessageConsumer consumer, MessageConsumer undertaker) throws JMSException {
        Message[] buried = new Message[1];
        await().atMost(PATIENCE).until(() -> {
            assertThat(consumer.receiveNoWait()).isNull();
            buried[0] = undertaker.receiveNoWait();
            return buried[0] != null;
        });
        return buried[0];
    }

    @Test
    void shouldSayThatACommitWillHappenWhenTheDiskFailsBehindTheDecision() throws JMSException, IOException {
        connect(directory, "");
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Queue out = new FolioQueue("out");
        // Where the log wants to make the file of its second segment.
        Path obstacle = Files.createDirectories(directory.resolve("store/queues/out/log/p4/19700101-0010V.precreated"));
        for (int i = 0; i < MORE_THAN_A_SEGMENT; i++) {
            send(session, out, i);
        }

        assertThatThrownBy(session::commit)
                .isInstanceOf(JMSException.class)
                .satisfies(e -> assertThat(((JMSException) e).getErrorCode()).isEqualTo("COMMITTED"));

        Files.delete(obstacle);
        drain(session.createConsumer(out), MORE_THAN_A_SEGMENT);
        session.commit();
    }
}
