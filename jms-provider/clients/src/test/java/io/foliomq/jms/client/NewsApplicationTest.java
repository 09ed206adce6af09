package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.FolioConnectionFactory;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jms.autoconfigure.DefaultJmsListenerContainerFactoryConfigurer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/** Several instances of one application that share a durable subscription, with an error handler, over a factory that fails at times. */
class NewsApplicationTest extends ClientTest {
    private static FailingFactory failing;
    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();
    private static final List<String> ERRORS = new CopyOnWriteArrayList<>();

    @EnableAutoConfiguration
    static class NewsApplication {
        @Bean
        static ConnectionFactory connectionFactory() {
            return failing;
        }

        @Bean
        static DefaultJmsListenerContainerFactory sharedTopic(
                DefaultJmsListenerContainerFactoryConfigurer configurer, ConnectionFactory connectionFactory) {
            var factory = new DefaultJmsListenerContainerFactory();
            configurer.configure(factory, connectionFactory);
            factory.setPubSubDomain(true);
            factory.setSubscriptionDurable(true);
            factory.setSubscriptionShared(true);
            factory.setErrorHandler(
                    error -> ERRORS.add(String.valueOf(error.getCause().getMessage())));
            factory.setBackOff(new FixedBackOff(20, FixedBackOff.UNLIMITED_ATTEMPTS));
            return factory;
        }

        @JmsListener(destination = "news", containerFactory = "sharedTopic", subscription = "mail", concurrency = "2-2")
        void read(String text) {
            RECEIVED.add(text);
            if (text.equals("bad") && RECEIVED.stream().filter("bad"::equals).count() < 3) {
                throw new IllegalArgumentException("bad news");
            }
        }
    }

    @BeforeEach
    void forget() {
        failing = new FailingFactory(new FolioConnectionFactory(url()));
        RECEIVED.clear();
        ERRORS.clear();
    }

    private ConfigurableApplicationContext instance() {
        ConfigurableApplicationContext context = closing(SpringApplication.run(NewsApplication.class));
        var container = (DefaultMessageListenerContainer) context.getBean(JmsListenerEndpointRegistry.class)
                .getListenerContainers()
                .iterator()
                .next();
        soon().until(container::isRegisteredWithDestination);
        return context;
    }

    private void publish(String... texts) {
        JmsTemplate topics = new JmsTemplate(factory());
        topics.setPubSubDomain(true);
        for (String text : texts) {
            topics.convertAndSend("news", text);
        }
    }

    @Test
    void shouldReadEachMessageInOneInstance() {
        ConfigurableApplicationContext one = instance();
        instance();
        publish(numbers(20));
        soon().until(() -> RECEIVED.size() >= 20);
        one.close();
        publish("after");
        soon().until(() -> RECEIVED.contains("after"));
        assertThat(RECEIVED).hasSize(21).contains(numbers(20));
    }

    @Test
    void shouldTellTheErrorHandlerAndTryAgain() {
        instance();
        publish("bad");
        soon().until(() -> RECEIVED.size() == 3);
        assertThat(ERRORS).containsExactly("bad news", "bad news");
    }

    @Test
    void shouldKeepTheSubscriptionWhileItCannotConnect() throws Exception {
        instance();
        failing.fail(true);
        failing.closeConnections();
        soon().until(() -> failing.failures() >= 3);
        publish("meanwhile");
        failing.fail(false);
        soon().until(() -> RECEIVED.contains("meanwhile"));
    }
}
