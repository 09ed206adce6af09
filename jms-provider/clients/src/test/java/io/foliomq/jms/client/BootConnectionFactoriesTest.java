package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.FolioConnectionFactory;
import io.foliomq.jms.jndi.FolioInitialContextFactory;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import jakarta.jms.ConnectionFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jms.health.JmsHealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.JmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;

/** Other ways in which Boot comes to a connection factory, and what it puts around it. */
class BootConnectionFactoriesTest extends ClientTest {
    @EnableAutoConfiguration
    static class NoBeans {}

    @Test
    void shouldFindTheFactoryByItsNameInJndi() throws Exception {
        Files.writeString(
                directory.resolve("jndi.properties"), """
                java.naming.factory.initial=%s
                connectionFactory.jms/store=%s
                queue.jms/orders=orders
                """.formatted(FolioInitialContextFactory.class.getName(), url()));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (var withProperties = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Thread.currentThread().setContextClassLoader(withProperties);
            ConfigurableApplicationContext context =
                    SpringApplication.run(NoBeans.class, "--spring.jms.jndi-name=jms/store");
            try (context) {
                assertThat(context.getBean(ConnectionFactory.class)).isInstanceOf(FolioConnectionFactory.class);
                context.getBean(JmsTemplate.class).convertAndSend("q", "found");
            }
            assertThat(drained("q")).containsExactly("found");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @EnableJms
    static class Observed {
        final List<String> received = new CopyOnWriteArrayList<>();
        final TestObservationRegistry observations = TestObservationRegistry.create();

        static String url;

        @Bean
        ConnectionFactory connectionFactory() {
            return new FolioConnectionFactory(url);
        }

        @Bean
        JmsListenerContainerFactory<?> jmsListenerContainerFactory(ConnectionFactory connectionFactory) {
            var factory = new DefaultJmsListenerContainerFactory();
            factory.setConnectionFactory(connectionFactory);
            factory.setObservationRegistry(observations);
            return factory;
        }

        @JmsListener(destination = "q")
        void listen(String text) {
            received.add(text);
        }
    }

    @Test
    void shouldBeObservedByMicrometer() {
        Observed.url = url();
        ConfigurableApplicationContext context = closing(SpringApplication.run(Observed.class));
        Observed observed = context.getBean(Observed.class);
        JmsTemplate template = new JmsTemplate(context.getBean(ConnectionFactory.class));
        template.setObservationRegistry(observed.observations);
        template.convertAndSend("q", "seen");
        soon().until(() -> observed.received.contains("seen"));
        for (String name : List.of("jms.message.publish", "jms.message.process")) {
            soon().untilAsserted(() -> TestObservationRegistryAssert.assertThat(observed.observations)
                    .hasAnObservation(observation -> observation
                            .hasNameEqualTo(name)
                            .hasLowCardinalityKeyValue("messaging.destination.temporary", "false")
                            .hasHighCardinalityKeyValue("messaging.destination.name", "q")));
        }
    }

    @Test
    void shouldBeHealthyByBootsHealthCheck() {
        var health = new JmsHealthIndicator(factory()).health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails()).containsEntry("provider", "FolioMQ");
        var broken = new JmsHealthIndicator(new FolioConnectionFactory("folio:/dev/null/store"));
        assertThat(broken.health().getStatus()).isEqualTo(Status.DOWN);
    }
}
