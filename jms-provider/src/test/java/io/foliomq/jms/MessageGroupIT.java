package io.foliomq.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups and exclusive queues over several processes that are killed. */
@Checklist(95)
class MessageGroupIT extends ProviderTest {
    private static final int GROUPS = 12;
    /** An idle machine takes a few milliseconds; a look by time would take a second. */
    private static final long TAKE_OVER_MS = 900;

    private final Queue queue = new FolioQueue("q");
    private Session session;
    private MessageProducer producer;
    private final Map<Integer, List<String>> sent = new HashMap<>();
    private int counter;

    @BeforeEach
    void open() throws JMSException {
        session = started().createSession();
        producer = session.createProducer(queue);
    }

    private ChildJvm consumer(String from) {
        ChildJvm child = closing(ChildJvm.start(JmsChild.class, url("wait=economy")));
        child.await("ready");
        child.ask("consume " + from);
        return child;
    }

    private void sendRound() throws JMSException {
        for (int group = 0; group < GROUPS; group++) {
            TextMessage message = session.createTextMessage(group + "-" + counter++);
            message.setStringProperty("JMSXGroupID", "group" + group);
            sent.computeIfAbsent(group, unseen -> new ArrayList<>()).add(message.getText());
            producer.send(message);
        }
    }

    /** What a child has said that it got: texts, by group, in order, each time it got it. */
    private static Map<Integer, List<String>> got(ChildJvm child) {
        Map<Integer, List<String>> texts = new HashMap<>();
        for (String line : child.pending()) {
            if (line.startsWith("got ")) {
                String text = line.substring("got ".length(), line.lastIndexOf(':'));
                int group = Integer.parseInt(text.substring(0, text.indexOf('-')));
                texts.computeIfAbsent(group, unseen -> new ArrayList<>()).add(text);
            }
        }
        return texts;
    }

    private static int count(List<ChildJvm> children) {
        return children.stream().mapToInt(MessageGroupIT::count).sum();
    }

    private static int count(ChildJvm child) {
        return got(child).values().stream().mapToInt(List::size).sum();
    }

    @Test
    void shouldMoveTheGroupsOfAKilledProcessInOrder() throws JMSException {
        List<ChildJvm> children = List.of(consumer("queue://q"), consumer("queue://q"), consumer("queue://q"));
        for (int round = 0; round < 30; round++) {
            sendRound();
        }
        await().until(() -> count(children) >= 30 * GROUPS);
        assertThat(count(children)).isEqualTo(30 * GROUPS);
        for (ChildJvm child : children) {
            got(child).forEach((group, texts) -> assertThat(texts).isEqualTo(sent.get(group)));
        }
        ChildJvm victim = Collections.max(
                children, Comparator.comparing(child -> got(child).size()));
        Set<Integer> orphans = new HashSet<>(got(victim).keySet());
        for (int round = 0; round < 30; round++) {
            sendRound();
            if (round == 10) {
                victim.kill();
            }
        }
        await().until(() -> isDone(children));
        List<ChildJvm> survivors =
                children.stream().filter(child -> child != victim).toList();
        for (ChildJvm survivor : survivors) {
            got(survivor)
                    .forEach((group, texts) -> assertThat(texts)
                            .as("what comes after what the dead one had, in order")
                            .isEqualTo(lastOf(sent.get(group), texts.size())));
        }
        for (int group : orphans) {
            assertThat(survivors.stream().filter(survivor -> got(survivor).containsKey(group)))
                    .as("survivors that have group %d", group)
                    .hasSize(1);
        }
    }

    private static List<String> lastOf(List<String> texts, int count) {
        return texts.subList(texts.size() - count, texts.size());
    }

    private boolean isDone(List<ChildJvm> children) {
        return sent.entrySet().stream().allMatch(group -> {
            String last = group.getValue().get(group.getValue().size() - 1);
            return children.stream()
                    .anyMatch(child ->
                            got(child).getOrDefault(group.getKey(), List.of()).contains(last));
        });
    }

    @Test
    void shouldTakeOverAnExclusiveQueueWhenItsConsumerIsKilled() throws JMSException {
        ChildJvm one = consumer("queue://q?consumer.exclusive=true");
        ChildJvm two = consumer("queue://q?consumer.exclusive=true");
        sendRound();
        await().until(() -> count(one) + count(two) == GROUPS);
        assertThat(List.of(count(one), count(two))).containsExactlyInAnyOrder(0, GROUPS);
        ChildJvm active = count(one) > 0 ? one : two;
        ChildJvm standby = active == one ? two : one;
        active.kill();
        active.awaitExit();
        long start = System.nanoTime();
        sendRound();
        await().pollInterval(Duration.ofMillis(2)).until(() -> count(standby) == GROUPS);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(TAKE_OVER_MS);
    }
}
