package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.InvalidClientIDException;
import org.springframework.jms.InvalidDestinationException;
import org.springframework.jms.InvalidSelectorException;
import org.springframework.jms.MessageFormatException;
import org.springframework.jms.ResourceAllocationException;
import org.springframework.jms.core.JmsClient;
import org.springframework.jms.core.JmsTemplate;

/** Spring's template as users write it: on the plain factory, which connects for each operation. */
class JmsTemplateTest extends ClientTest {
    private JmsTemplate template;

    @BeforeEach
    void make() {
        template = new JmsTemplate(closing(factory()));
        template.setReceiveTimeout(SOON.toMillis());
    }

    private record Order(String what) implements Serializable {}

    @Test
    void shouldConvertAndSendEachKindOfBody() {
        template.convertAndSend("q", "text");
        template.convertAndSend("q", new byte[] {1, 2});
        template.convertAndSend("q", Map.of("key", 7));
        assertThat(template.receiveAndConvert("q")).isEqualTo("text");
        assertThat(template.receiveAndConvert("q")).isEqualTo(new byte[] {1, 2});
        assertThat(template.receiveAndConvert("q")).isEqualTo(Map.of("key", 7));
    }

    @Test
    void shouldReadObjectsThatAreTrustedAndNoOthers() {
        template.convertAndSend("q", new Order("eggs"));
        template.convertAndSend("q", new Order("milk"));
        assertThatThrownBy(() -> template.receiveAndConvert("q"))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining(Order.class.getName());
        JmsTemplate trusting = new JmsTemplate(factory("jms.trustedPackages=io.foliomq.jms.client"));
        assertThat(trusting.receiveAndConvert("q")).isEqualTo(new Order("milk"));
    }

    @Test
    void shouldReceiveBySelector() {
        template.convertAndSend("q", "a", message -> withRegion(message, "US"));
        template.convertAndSend("q", "b", message -> withRegion(message, "EU"));
        assertThat(template.receiveSelectedAndConvert("q", "region = 'EU'")).isEqualTo("b");
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertThat(template.receiveSelected("q", "region = 'EU'")).isNull();
        assertThat(template.receiveAndConvert("q")).isEqualTo("a");
    }

    private static Message withRegion(Message message, String region) throws JMSException {
        message.setStringProperty("region", region);
        return message;
    }

    @Test
    void shouldWaitForAsLongAsTold() {
        template.setReceiveTimeout(150);
        long start = System.nanoTime();
        assertThat(template.receive("q")).isNull();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(150));
    }

    @Test
    void shouldAskAndBeAnswered() throws Exception {
        CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
            JmsTemplate other = new JmsTemplate(factory());
            other.setReceiveTimeout(SOON.toMillis());
            Message request = other.receive("questions");
            try {
                other.send(
                        request.getJMSReplyTo(),
                        session -> session.createTextMessage("re: " + ((TextMessage) request).getText()));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        Message answer = template.sendAndReceive("questions", session -> session.createTextMessage("why"));
        assertThat(((TextMessage) answer).getText()).isEqualTo("re: why");
        answered.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void shouldGetNullFromNobodyWhoAnswers() {
        template.setReceiveTimeout(50);
        assertThat(template.sendAndReceive("questions", session -> session.createTextMessage("why")))
                .isNull();
    }

    @Test
    void shouldBrowseWithoutTaking() {
        template.convertAndSend("q", "a");
        template.convertAndSend("q", "b");
        for (int i = 0; i < 2; i++) {
            List<Message> seen = template.browse("q", (session, browser) -> {
                @SuppressWarnings("unchecked")
                var messages = (List<Message>) (List<?>) Collections.list(browser.getEnumeration());
                return messages;
            });
            assertThat(seen).hasSize(2);
        }
        assertThat(drained("q")).containsExactly("a", "b");
    }

    @Test
    void shouldDelayDelivery() throws JMSException {
        template.setDeliveryDelay(3_600_000);
        template.convertAndSend("q", "too late");
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertThat(template.receive("q")).isNull();
        template.setDeliveryDelay(300);
        template.convertAndSend("q", "late");
        template.setReceiveTimeout(SOON.toMillis());
        Message late = template.receive("q");
        assertThat(late.getJMSDeliveryTime() - late.getJMSTimestamp()).isEqualTo(300);
    }

    @Test
    void shouldSendWithItsQualityOfService() throws JMSException {
        template.setExplicitQosEnabled(true);
        template.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        template.setPriority(9);
        template.setTimeToLive(60_000);
        template.convertAndSend("q", "a");
        Message message = template.receive("q");
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(9);
        assertThat(message.getJMSExpiration() - message.getJMSTimestamp()).isEqualTo(60_000);
    }

    @Test
    void shouldCommitASessionOfItsOwnAndRollItBackOnAnException() {
        template.setSessionTransacted(true);
        template.convertAndSend("q", "kept");
        assertThatThrownBy(() -> template.execute(session -> {
                    session.createProducer(session.createQueue("q")).send(session.createTextMessage("lost"));
                    throw new JMSException("thought better of it");
                }))
                .hasStackTraceContaining("thought better of it");
        assertThat(drained("q")).containsExactly("kept");
    }

    @Test
    void shouldAcknowledgeForTheClient() throws JMSException {
        template.setSessionAcknowledgeMode(jakarta.jms.Session.CLIENT_ACKNOWLEDGE);
        template.convertAndSend("q", "a");
        assertThat(((TextMessage) template.receive("q")).getText()).isEqualTo("a");
        assertThat(drained("q")).isEmpty();
    }

    @Test
    void shouldPublishToTopics() {
        try (CachingFactory caching = new CachingFactory(factory())) {
            JmsTemplate topics = new JmsTemplate(caching);
            topics.setPubSubDomain(true);
            topics.setReceiveTimeout(SOON.toMillis());
            List<Object> received = new ArrayList<>();
            try (var context = factory().createContext();
                    var consumer = context.createConsumer(context.createTopic("t"))) {
                topics.convertAndSend("t", "news");
                received.add(consumer.receiveBody(String.class, SOON.toMillis()));
            }
            assertThat(received).containsExactly("news");
        }
    }

    @Test
    void shouldWorkThroughTheClientOfSpring7() {
        JmsClient client = JmsClient.create(factory());
        client.destination("q").withPriority(7).withTimeToLive(60_000).send("fluent");
        assertThat(client.destination("q").withReceiveTimeout(SOON.toMillis()).receive(String.class))
                .contains("fluent");
    }

    @Test
    void shouldFailAsSpringKnowsIt() {
        assertThatThrownBy(() -> template.receiveSelected("q", "region = "))
                .isInstanceOf(InvalidSelectorException.class);
        JmsTemplate full = new JmsTemplate(factory("limit.maxDepth=1", "limit.overflow=fail"));
        full.convertAndSend("small", "fits");
        assertThatThrownBy(() -> full.convertAndSend("small", "does not"))
                .isInstanceOf(ResourceAllocationException.class);
        var gone = template.execute(session -> {
            var temporary = session.createTemporaryQueue();
            temporary.delete();
            return temporary;
        });
        assertThatThrownBy(() -> template.convertAndSend(gone, "late")).isInstanceOf(InvalidDestinationException.class);
        JmsTemplate named = new JmsTemplate(factory("jms.clientID=me"));
        try (var holder = factory("jms.clientID=me").createContext()) {
            assertThat(holder.getClientID()).isEqualTo("me");
            assertThatThrownBy(() -> named.convertAndSend("q", "a")).isInstanceOf(InvalidClientIDException.class);
        }
    }
}
