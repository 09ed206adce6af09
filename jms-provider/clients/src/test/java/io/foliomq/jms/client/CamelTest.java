package io.foliomq.jms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSContext;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's JMS component on the plain factory. */
class CamelTest extends ClientTest {
    private static final String THRICE = "redelivery.maximumRedeliveries=2";

    /** What a route does. */
    private interface Routes {
        void configure(RouteBuilder builder) throws Exception;
    }

    private DefaultCamelContext camel(ConnectionFactory factory, RouteBuilder... routes) throws Exception {
        DefaultCamelContext camel = closing(new DefaultCamelContext());
        camel.getShutdownStrategy().setTimeout(SOON.toSeconds());
        camel.addComponent("jms", JmsComponent.jmsComponentAutoAcknowledge(factory));
        for (RouteBuilder each : routes) {
            camel.addRoutes(each);
        }
        camel.start();
        return camel;
    }

    private static RouteBuilder routes(Routes routes) {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                routes.configure(this);
            }
        };
    }

    private record Order(String what) implements Serializable {}

    @Test
    void shouldRunTheRoutesOfTheManual() throws Exception {
        var camel = camel(factory(THRICE), new OrdersRoutes());
        var template = camel.createProducerTemplate();
        assertThat(template.requestBody("jms:queue:prices", "eggs", String.class))
                .isEqualTo("eggs costs 3");
        template.sendBodyAndHeader("jms:queue:orders", "eggs", "region", "EU");
        template.sendBodyAndHeader("jms:queue:orders", "nothing", "region", "EU");
        template.sendBodyAndHeader("jms:queue:orders", "milk", "region", "US");
        soon().untilAsserted(() -> assertThat(drained("accepted")).containsExactly("eggs"));
        soon().untilAsserted(() -> assertThat(drained("DLQ.orders")).containsExactly("nothing"));
        template.sendBody("jms:topic:news", "extra");
        soon().untilAsserted(() -> assertThat(drained("mail")).containsExactly("extra"));
        camel.stop();
        assertThat(drained("orders")).containsExactly("milk");
    }

    @Test
    void shouldRollBackWhatItsRouteHasSent() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        camel(
                factory(THRICE),
                routes(builder -> builder.from("jms:queue:in?transacted=true&lazyCreateTransactionManager=false")
                        .to("jms:queue:out")
                        .process(exchange -> {
                            attempts.incrementAndGet();
                            throw new IllegalArgumentException("cannot read it");
                        })));
        send("in", "poison");
        soon().untilAsserted(() -> assertThat(drained("DLQ.in")).containsExactly("poison"));
        assertThat(attempts).hasValue(3);
        assertThat(drained("out")).isEmpty();
    }

    @Test
    void shouldConsumeConcurrently() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        var camel = camel(
                factory(),
                routes(builder -> builder.from("jms:queue:in?concurrentConsumers=4")
                        .process(exchange -> together.await(SOON.toMillis(), TimeUnit.MILLISECONDS))
                        .to("mock:end")));
        MockEndpoint end = camel.getEndpoint("mock:end", MockEndpoint.class);
        end.expectedBodiesReceivedInAnyOrder(Arrays.asList("0", "1", "2", "3"));
        send("in", numbers(4));
        end.assertIsSatisfied(SOON.toMillis());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jms:queue:ask?requestTimeout=20000",
                "jms:queue:ask?requestTimeout=20000&replyTo=answers&replyToType=Shared",
                "jms:queue:ask?requestTimeout=20000&replyTo=answers&replyToType=Exclusive",
                "jms:queue:ask?requestTimeout=20000&replyTo=answers&useMessageIDAsCorrelationID=true",
                "jms:queue:ask?requestTimeout=20000&replyToConcurrentConsumers=2&replyTo=answers&replyToType=Exclusive"
            })
    void shouldAnswerEachCaller(String endpoint) throws Exception {
        var camel = camel(
                factory(),
                routes(builder -> builder.from("jms:queue:ask?concurrentConsumers=2")
                        .transform(builder.body().prepend("re: "))));
        var template = camel.createProducerTemplate();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String number : numbers(10)) {
            answers.add(CompletableFuture.supplyAsync(() -> template.requestBody(endpoint, number, String.class)));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get(SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo("re: " + i);
        }
    }

    @Test
    void shouldGiveUpWaitingForAnAnswer() throws Exception {
        var template = camel(factory()).createProducerTemplate();
        assertThatThrownBy(() -> template.requestBody("jms:queue:nobody?requestTimeout=100", "hello?"))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(ExchangeTimedOutException.class);
    }

    @Test
    void shouldCarryEachKindOfBody() throws Exception {
        var camel = camel(
                factory("jms.trustedPackages=io.foliomq.jms.client"),
                routes(builder -> builder.from(
                                "jms:queue:in?objectMessageEnabled=true&deserializationFilter=io.foliomq.jms.client.*")
                        .to("mock:end")));
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        MockEndpoint end = camel.getEndpoint("mock:end", MockEndpoint.class);
        end.expectedMessageCount(4);
        var template = camel.createProducerTemplate();
        template.sendBody("jms:queue:in", "text");
        template.sendBody("jms:queue:in", large);
        template.sendBody("jms:queue:in", Map.of("key", 7));
        template.sendBody("jms:queue:in?jmsMessageType=Object&objectMessageEnabled=true", new Order("eggs"));
        end.assertIsSatisfied(SOON.toMillis());
        List<Object> bodies = end.getReceivedExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody())
                .toList();
        assertThat(bodies.get(0)).isEqualTo("text");
        assertThat(bodies.get(1)).isEqualTo(large);
        assertThat(bodies.get(2)).isEqualTo(Map.of("key", 7));
        assertThat(bodies.get(3)).isEqualTo(new Order("eggs"));
    }

    @Test
    void shouldCarryHeadersAndQualityOfService() throws Exception {
        var camel =
                camel(factory(), routes(builder -> builder.from("jms:queue:in").to("mock:end")));
        MockEndpoint end = camel.getEndpoint("mock:end", MockEndpoint.class);
        end.expectedHeaderReceived("region", "EU");
        end.expectedHeaderReceived("JMSPriority", 7);
        end.expectedHeaderReceived("JMSCorrelationID", "c-1");
        end.expectedHeaderReceived("JMSType", "order");
        camel.createProducerTemplate()
                .sendBodyAndHeaders(
                        "jms:queue:in?explicitQosEnabled=true&priority=7&timeToLive=60000",
                        "a",
                        Map.of("region", "EU", "JMSCorrelationID", "c-1", "JMSType", "order"));
        end.assertIsSatisfied(SOON.toMillis());
    }

    @Test
    void shouldBringTheExceptionToTheCaller() throws Exception {
        var camel = camel(
                factory("jms.trustedPackages=java.lang,java.util.Collections$EmptyList"),
                routes(builder -> builder.from("jms:queue:ask?transferException=true&objectMessageEnabled=true")
                        .throwException(new IllegalArgumentException("asked in vain"))));
        var template = camel.createProducerTemplate();
        assertThatThrownBy(() ->
                        template.requestBody("jms:queue:ask?transferException=true&objectMessageEnabled=true", "why"))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasRootCauseMessage("asked in vain");
    }

    @Test
    void shouldKeepItsDurableSubscription() throws Exception {
        String endpoint = "jms:topic:news?clientId=reader&durableSubscriptionName=mail";
        RouteBuilder route =
                routes(builder -> builder.from(endpoint).routeId("reader").to("mock:end"));
        var camel = camel(factory(), route);
        var template = camel.createProducerTemplate();
        MockEndpoint end = camel.getEndpoint("mock:end", MockEndpoint.class);
        soon().until(() -> isTaken("reader"));
        camel.getRouteController().stopRoute("reader");
        template.sendBody("jms:topic:news", "while away");
        end.expectedBodiesReceived("while away");
        camel.getRouteController().startRoute("reader");
        end.assertIsSatisfied(SOON.toMillis());
    }

    /** Whether somebody is connected with this client identifier. */
    private boolean isTaken(String clientId) {
        try (JMSContext context = ((ConnectionFactory) factory("jms.clientID=" + clientId)).createContext()) {
            return context.getClientID() == null;
        } catch (InvalidClientIDRuntimeException e) {
            return true;
        }
    }
}
