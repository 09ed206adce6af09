package io.foliomq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.foliomq.engine.DestinationKind;
import io.foliomq.engine.Store;
import jakarta.jms.JMSContext;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The commands that show, send, take and move messages. */
class MessagesTest extends FolioTest {
    @Test
    void shouldShowMessagesAndLeaveThemThere() {
        send("q", "one", "three");
        for (int again = 0; again < 2; again++) {
            JsonArray found = rows("browse", "q");
            assertThat(found).hasSize(2);
            JsonObject first = found.get(0).getAsJsonObject();
            assertThat(first.get("body").getAsString()).isEqualTo("one");
            assertThat(first.get("kind").getAsString()).isEqualTo("text");
            assertThat(first.get("JMSDestination").getAsString()).isEqualTo("queue://q");
            assertThat(first.getAsJsonObject("properties").get("n").getAsInt()).isEqualTo(3);
        }
        assertThat(drain("q")).containsExactly("one", "three");
    }

    @Test
    void shouldShowWhatASelectorMatchesAndSoManyAndSoMuch() {
        send("q", "one", "three", "seven");
        assertThat(rows("browse", "q", "--selector", "n = 5")).hasSize(2);
        JsonArray cut = rows("browse", "queue://q", "--selector", "n = 5", "--count", "1", "--body", "2");
        assertThat(cut).hasSize(1);
        assertThat(cut.get(0).getAsJsonObject().get("body").getAsString()).isEqualTo("th");
        assertThat(cut.get(0).getAsJsonObject().get("cut").getAsBoolean()).isTrue();
        assertThat(folio("browse", "q")).isZero();
        assertThat(out()).contains("body: three").contains("  n = 5");
    }

    @Test
    void shouldShowEveryKindOfMessage() throws Exception {
        MapMessage map = context.createMapMessage();
        map.setInt("answer", 42);
        var bytes = context.createBytesMessage();
        bytes.writeBytes(new byte[] {1, 2, (byte) 0xff});
        for (Message message : List.of(
                map,
                bytes,
                context.createStreamMessage(),
                context.createObjectMessage("secret"),
                context.createMessage())) {
            context.createProducer().send(context.createQueue("q"), message);
        }
        context.commit();
        JsonArray found = rows("browse", "q");
        assertThat(found.asList().stream()
                        .map(row -> row.getAsJsonObject().get("kind").getAsString()))
                .containsExactly("map", "bytes", "stream", "object", "plain");
        assertThat(found.get(0).getAsJsonObject().get("body").getAsString()).isEqualTo("{answer=42}");
        assertThat(found.get(1).getAsJsonObject().get("body").getAsString()).isEqualTo("0102ff");
    }

    @Test
    void shouldTakeNoLeaseToLook() {
        send("q", "one");
        try (Store open = open()) {
            long before = open.queue("q").subscription().leased();
            rows("browse", "q");
            rows("destinations");
            rows("why");
            object("status");
            assertThat(open.queue("q").subscription().leased()).isEqualTo(before);
            assertThat(open.queue("q").subscription().depth()).isEqualTo(1);
            assertThat(open.queue("q").subscription().tailers()).isZero();
        }
    }

    @Test
    void shouldSendWithHeadersAndProperties() throws Exception {
        JsonObject sent = object(
                "send",
                "q",
                "hello",
                "-p",
                "region=EU",
                "--type",
                "greeting",
                "--priority",
                "7",
                "--correlation-id",
                "c");
        Message received = context.createConsumer(context.createQueue("q"), "region = 'EU'")
                .receive(5_000);
        assertThat(received.getBody(String.class)).isEqualTo("hello");
        assertThat(received.getJMSType()).isEqualTo("greeting");
        assertThat(received.getJMSPriority()).isEqualTo(7);
        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSMessageID())
                .isEqualTo(sent.get("JMSMessageID").getAsString());
    }

    @Test
    void shouldReceiveAsManyAsAskedFor() {
        send("q", "one", "two", "three");
        JsonArray found = rows("receive", "q", "--count", "2");
        assertThat(found.asList().stream()
                        .map(row -> row.getAsJsonObject().get("body").getAsString()))
                .containsExactly("one", "two");
        assertThat(drain("q")).containsExactly("three");
        assertThat(folio("receive", "q")).isEqualTo(ExitCodes.NOTHING);
    }

    @Test
    void shouldMoveWhatASelectorMatchesInOrderWithItsIdentity() throws Exception {
        List<String> texts = IntStream.range(0, 250)
                .mapToObj(i -> "m" + i + "x".repeat(i % 2))
                .toList();
        send("q", texts.toArray(String[]::new));
        String id = rows("browse", "q", "--count", "1")
                .get(0)
                .getAsJsonObject()
                .get("JMSMessageID")
                .getAsString();
        JsonObject moved = object("move", "q", "r", "--count", "205");
        assertThat(moved.get("moved").getAsInt()).isEqualTo(205);
        assertThat(moved.get("left").getAsInt()).isEqualTo(45);
        assertThat(rows("browse", "r", "--count", "1")
                        .get(0)
                        .getAsJsonObject()
                        .get("JMSMessageID")
                        .getAsString())
                .isEqualTo(id);
        assertThat(drain("r")).isEqualTo(texts.subList(0, 205));
        assertThat(drain("q")).isEqualTo(texts.subList(205, 250));
        assertThat(folio("move", "q", "q")).isEqualTo(ExitCodes.USAGE);
        assertThat(err()).contains("target is the source");
    }

    @Test
    void shouldPurgeWhatASelectorMatchesAndNothingThatIsLeased() {
        send("q", "one", "three", "seven");
        var consumer = context.createConsumer(context.createQueue("q"));
        assertThat(consumer.receiveBody(String.class, 5_000)).isEqualTo("one");
        assertThat(object("purge", "q", "--selector", "n = 5", "--count", "1")
                        .get("purged")
                        .getAsInt())
                .isEqualTo(1);
        assertThat(object("purge", "q").get("purged").getAsInt()).isEqualTo(1);
        assertThat(folio("purge", "q")).isEqualTo(ExitCodes.NOTHING);
        context.rollback();
        consumer.close();
        assertThat(drain("q")).containsExactly("one");
    }

    @Test
    void shouldSendDeadLettersBackToWhereTheyCameFrom() throws Exception {
        factory.setMaximumRedeliveries("0");
        send("orders", "poison", "venom");
        send("DLQ.orders", "no dead letter");
        try (JMSContext failing = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            var consumer = failing.createConsumer(failing.createQueue("orders"));
            for (int i = 0; i < 2; i++) {
                assertThat(consumer.receive(5_000)).isNotNull();
                failing.rollback();
            }
            assertThat(consumer.receiveNoWait()).isNull();
        }
        assertThat(rows("browse", "DLQ.orders")).hasSize(3);
        JsonObject redriven = object("redrive", "DLQ.orders");
        assertThat(redriven.get("redriven").getAsInt()).isEqualTo(2);
        assertThat(redriven.get("skipped").getAsInt()).isEqualTo(1);
        assertThat(redriven.get("queue://orders").getAsInt()).isEqualTo(2);
        List<String> properties = new ArrayList<>();
        rows("browse", "orders")
                .forEach(row -> properties.addAll(
                        row.getAsJsonObject().getAsJsonObject("properties").keySet()));
        assertThat(properties).containsOnly("n", "JMSXDeliveryCount");
        assertThat(drain("orders")).containsExactly("poison", "venom");
        assertThat(folio("redrive", "DLQ.orders")).isEqualTo(ExitCodes.NOTHING);
        assertThat(object("redrive", "DLQ.orders", "--to", "elsewhere")
                        .get("redriven")
                        .getAsInt())
                .isEqualTo(1);
        assertThat(drain("elsewhere")).containsExactly("no dead letter");
    }

    @Test
    void shouldWorkOnASubscriptionOfATopic() {
        try (JMSContext subscriber = factory.createContext()) {
            subscriber.setClientID("me");
            var topic = subscriber.createTopic("t");
            subscriber.createDurableConsumer(topic, "s").close();
            context.createProducer().send(context.createTopic("t"), "news");
            context.commit();
            String name = rows("destinations")
                    .get(0)
                    .getAsJsonObject()
                    .get("subscription")
                    .getAsString();
            assertThat(rows("browse", "topic://t", "--subscription", name)).hasSize(1);
            assertThat(object("move", "topic://t", "q", "--subscription", name)
                            .get("moved")
                            .getAsInt())
                    .isEqualTo(1);
            assertThat(folio("browse", "topic://t")).isEqualTo(ExitCodes.USAGE);
            assertThat(err()).contains("accepted=--subscription with one of [" + name + "]");
        }
        assertThat(drain("q")).containsExactly("news");
    }

    @Test
    void shouldMakeNoDestinationByLooking() {
        assertThat(folio("browse", "nowhere")).isEqualTo(ExitCodes.NOTHING);
        assertThat(err()).contains("no such destination: destination=nowhere");
        assertThat(folio("why", "nowhere")).isEqualTo(ExitCodes.NOTHING);
        try (Store open = open()) {
            assertThat(open.find(DestinationKind.QUEUE, "nowhere")).isEmpty();
        }
    }
}
