package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.Store;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.CachedEpochClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of its own for each test, and connections that are closed after it. */
abstract class ProviderTest {
    /** How long a test waits for what must come, ms. */
    static final long SOON = 20_000;

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private ExecutorService executor;

    final FolioConnectionFactory factory(String... settings) {
        return new FolioConnectionFactory(url(settings));
    }

    /** With a clock that the test moves. */
    final FolioConnectionFactory factory(CachedEpochClock clock, String... settings) {
        return new FolioConnectionFactory(
                url(settings), read -> read.withStore(read.store().withClock(clock)));
    }

    final String url(String... settings) {
        StringBuilder url = new StringBuilder("folio:").append(directory.resolve("store"));
        url.append("?segmentBytes=1m");
        for (String setting : settings) {
            url.append('&').append(setting);
        }
        return url.toString();
    }

    final FolioConnection connect(String... settings) throws JMSException {
        return closing((FolioConnection) factory(settings).createConnection());
    }

    final FolioConnection started(String... settings) throws JMSException {
        FolioConnection connection = connect(settings);
        connection.start();
        return connection;
    }

    final FolioContext context(String... settings) {
        return closing((FolioContext) factory(settings).createContext());
    }

    final FolioContext context(int mode, String... settings) {
        return closing((FolioContext) factory(settings).createContext(mode));
    }

    /** Closed after the test. */
    final <C extends AutoCloseable> C closing(C thing) {
        opened.add(thing);
        return thing;
    }

    /** Runs on another thread. */
    final ExecutorService elsewhere() {
        if (executor == null) {
            executor = Executors.newCachedThreadPool();
        }
        return executor;
    }

    /** A receive on another thread, which waits by the time this returns. */
    final Future<Message> waitingReceive(Callable<Message> receive) {
        return waiting(receive);
    }

    /** Runs it on another thread, and returns once that thread waits for something inside. */
    final <T> Future<T> waiting(Callable<T> call) {
        AtomicReference<Thread> caller = new AtomicReference<>();
        Future<T> called = elsewhere().submit(() -> {
            caller.set(Thread.currentThread());
            return call.call();
        });
        await().until(() -> caller.get() != null
                && (caller.get().getState() == Thread.State.WAITING
                        || caller.get().getState() == Thread.State.TIMED_WAITING));
        return called;
    }

    @AfterEach
    final void closeAll() throws Exception {
        Collections.reverse(opened);
        for (AutoCloseable thing : opened) {
            thing.close();
        }
        Store.endLinger(directory.resolve("store"));
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    static void send(Session session, jakarta.jms.Destination to, String... texts) throws JMSException {
        try (var producer = session.createProducer(to)) {
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    static void send(JMSContext context, jakarta.jms.Destination to, String... texts) {
        for (String text : texts) {
            context.createProducer().send(to, text);
        }
    }

    static String text(Message message) throws JMSException {
        assertThat(message).isInstanceOf(TextMessage.class);
        return ((TextMessage) message).getText();
    }

    /** The next text, which must come. */
    static String next(MessageConsumer consumer) throws JMSException {
        return text(consumer.receive(SOON));
    }

    static String next(JMSConsumer consumer) throws JMSException {
        return text(consumer.receive(SOON));
    }

    /** All texts that are there now. */
    static List<String> drain(MessageConsumer consumer) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
            texts.add(text(message));
        }
        return texts;
    }
}
