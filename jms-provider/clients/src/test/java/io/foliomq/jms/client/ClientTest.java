package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of its own for each test. What was opened is closed after it, and then the provider must have left nothing behind. */
abstract class ClientTest {
    /** How long a test waits for what must come. */
    static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Complaints complaints = new Complaints();

    /** Closed at the very end, when all that used the store is closed. */
    private FolioConnectionFactory last;

    @BeforeEach
    final void listen() {
        last = factory();
        complaints.begin();
    }

    final FolioConnectionFactory factory(String... settings) {
        return new FolioConnectionFactory(url(settings));
    }

    final String url(String... settings) {
        StringBuilder url = new StringBuilder("folio:").append(directory.resolve("store"));
        url.append("?segmentBytes=1m");
        for (String setting : settings) {
            url.append('&').append(setting);
        }
        return url.toString();
    }

    /** Closed after the test, the last one first. */
    final <C extends AutoCloseable> C closing(C thing) {
        opened.add(thing);
        return thing;
    }

    final void send(String queue, String... texts) {
        try (JMSContext context = ((ConnectionFactory) factory()).createContext()) {
            for (String text : texts) {
                context.createProducer().send(context.createQueue(queue), text);
            }
        }
    }

    static String[] numbers(int count) {
        String[] numbers = new String[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = String.valueOf(i);
        }
        return numbers;
    }

    /** Awaits what must come. */
    static ConditionFactory soon() {
        return Awaitility.await().atMost(SOON);
    }

    /** Awaits a latch that must open. */
    static void pass(CountDownLatch gate) {
        try {
            assertThat(gate.await(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All texts on the queue, which is empty then. */
    final List<String> drained(String queue) {
        List<String> texts = new ArrayList<>();
        try (JMSContext context = ((ConnectionFactory) factory()).createContext();
                var consumer = context.createConsumer(context.createQueue(queue))) {
            for (String text = consumer.receiveBodyNoWait(String.class);
                    text != null;
                    text = consumer.receiveBodyNoWait(String.class)) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** What the provider is allowed to complain about in this test. */
    final void expectComplaint(String text) {
        complaints.expect(text);
    }

    @AfterEach
    final void leaveNothingBehind() throws Exception {
        Collections.reverse(opened);
        for (AutoCloseable thing : opened) {
            thing.close();
        }
        last.close();
        soon().untilAsserted(() -> assertThat(threadsOfTheProvider()).isEmpty());
        complaints.end();
        assertThat(complaints.unexpected()).isEmpty();
    }

    static Map<String, String> threadsOfTheProvider() {
        Map<String, String> threads = new TreeMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().startsWith("folio")) {
                threads.put(thread.getName(), List.of(stack).toString());
            }
        });
        return threads;
    }
}
