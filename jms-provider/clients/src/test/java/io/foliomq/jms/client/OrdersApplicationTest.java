package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** The manual's Spring Boot application, started as its main method would. */
class OrdersApplicationTest extends ClientTest {
    private ConfigurableApplicationContext run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--orders.store=" + url("redelivery.maximumRedeliveries=2");
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return closing(SpringApplication.run(OrdersApplication.class, all));
    }

    private static void order(JmsTemplate template, String what, int count, String region) {
        template.convertAndSend("orders", new OrdersApplication.Order(what, count), message -> {
            message.setStringProperty("region", region);
            return message;
        });
    }

    @Test
    void shouldTakeOrdersAndSendReceipts() {
        JmsTemplate template = run().getBean(JmsTemplate.class);
        template.setReceiveTimeout(SOON.toMillis());
        order(template, "eggs", 12, "EU");
        assertThat(template.receiveAndConvert("receipts")).isEqualTo(new OrdersApplication.Receipt("12 eggs"));
    }

    @Test
    void shouldLeaveToOthersWhatItsSelectorDoesNotTake() {
        JmsTemplate template = run().getBean(JmsTemplate.class);
        template.setReceiveTimeout(SOON.toMillis());
        order(template, "milk", 1, "US");
        order(template, "eggs", 1, "EU");
        assertThat(template.receiveAndConvert("receipts")).isEqualTo(new OrdersApplication.Receipt("1 eggs"));
        assertThat(template.receiveAndConvert("orders")).isEqualTo(new OrdersApplication.Order("milk", 1));
    }

    @Test
    void shouldHaveAsManyListenersAsItSays() {
        ConfigurableApplicationContext context = run();
        var container = (DefaultMessageListenerContainer) context.getBean(JmsListenerEndpointRegistry.class)
                .getListenerContainers()
                .iterator()
                .next();
        soon().until(() -> container.getScheduledConsumerCount() == 3);
        assertThat(container.getMaxConcurrentConsumers()).isEqualTo(6);
    }

    /** Boot's listeners are transacted unless told otherwise. */
    @Test
    void shouldBuryAnOrderThatCannotBeTaken() throws Exception {
        JmsTemplate template = run().getBean(JmsTemplate.class);
        template.setReceiveTimeout(SOON.toMillis());
        order(template, "nothing", 0, "EU");
        Message buried = template.receive("DLQ.orders");
        assertThat(buried.getStringProperty("JMS_Folio_DLQ_origin")).isEqualTo("queue://orders");
        assertThat(buried.getIntProperty("JMS_Folio_DLQ_attempts")).isEqualTo(3);
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertThat(template.receive("receipts")).isNull();
    }

    @Test
    void shouldObeyThePropertiesOfBoot() {
        ConfigurableApplicationContext context = run(
                "--spring.jms.template.receive-timeout=20s",
                "--spring.jms.template.default-destination=orders",
                "--spring.jms.template.qos-enabled=true",
                "--spring.jms.template.priority=8",
                "--spring.jms.template.time-to-live=60s",
                "--spring.jms.listener.auto-startup=false",
                "--spring.jms.listener.max-concurrency=4");
        JmsTemplate template = context.getBean(JmsTemplate.class);
        template.convertAndSend(new OrdersApplication.Order("eggs", 1));
        Message message = template.receive();
        assertThat(message).satisfies(sent -> assertThat(sent.getJMSPriority()).isEqualTo(8));
        assertThat(message)
                .satisfies(sent -> assertThat(sent.getJMSExpiration() - sent.getJMSTimestamp())
                        .isEqualTo(60_000));
    }

    @Test
    void shouldLeaveNoThreadBehindWhenItsContextCloses() {
        Set<String> before = new HashSet<>(threadsOfTheProvider().keySet());
        assertThat(before).isEmpty();
        ConfigurableApplicationContext context = run();
        soon().until(() -> !threadsOfTheProvider().isEmpty());
        context.close();
        // At once: the factory is a bean that Spring closes.
        soon().untilAsserted(() -> assertThat(threadsOfTheProvider()).isEmpty());
    }
}
