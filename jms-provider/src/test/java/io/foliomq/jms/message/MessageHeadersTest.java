package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTemporaryQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageHeadersTest {
    private final FolioPlainMessage message = new MessageFactory().createMessage();

    @Test
    @Checklist({50, 90})
    void shouldBeginWithDefaults() throws JMSException {
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(4);
        assertThat(message.getJMSMessageID()).isNull();
        assertThat(message.getJMSTimestamp()).isZero();
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(message.getJMSDeliveryTime()).isZero();
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSCorrelationIDAsBytes()).isNull();
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(message.getJMSDestination()).isNull();
        assertThat(message.getJMSType()).isNull();
        assertThat(message.getJMSRedelivered()).isFalse();
    }

    @Test
    @Checklist({54, 89})
    void shouldTakeWhatASendAssigns() throws JMSException {
        FolioQueue queue = new FolioQueue("q");
        message.setJMSMessageID("foo");
        message.setJMSPriority(9999);
        EnvelopeFields sent = new EnvelopeFields(Wire.IDS)
                .deliveryMode(DeliveryMode.NON_PERSISTENT)
                .priority(7)
                .timestamp(1)
                .expiration(2)
                .deliveryTime(3)
                .messageId(0x1A2B3C4D, 42);
        message.assignSent(queue, sent);
        sent.priority(1).messageId(1, 1);
        assertThat(message.getJMSDestination()).isSameAs(queue);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSTimestamp()).isEqualTo(1);
        assertThat(message.getJMSExpiration()).isEqualTo(2);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(3);
        assertThat(message.getJMSMessageID())
                .isEqualTo("ID:fedcba9876543210-1a2b3c4d-42")
                .isSameAs(message.getJMSMessageID());
    }

    @Test
    @Checklist(89)
    void shouldWriteDistinctMessageIds() {
        MessageIds ids = new MessageIds(0xaL);
        assertThat(ids.text(0, 0)).isEqualTo("ID:000000000000000a-00000000-0");
        assertThat(ids.text(-1, Long.MAX_VALUE)).isEqualTo("ID:000000000000000a-ffffffff-9223372036854775807");
        assertThat(ids.text(Integer.MIN_VALUE, Long.MIN_VALUE))
                .isEqualTo("ID:000000000000000a-80000000--9223372036854775808");
        assertThat(ids.text(1, 1234567890123L)).isEqualTo("ID:000000000000000a-00000001-1234567890123");
        assertThat(new MessageIds(-1L).text(0, 0)).isEqualTo("ID:ffffffffffffffff-00000000-0");
    }

    @Test
    @Checklist({5, 90})
    void shouldCarryWhatTheSenderSet() throws JMSException {
        message.setJMSCorrelationID("cörr\uD83D\uDE00");
        message.setJMSType("type");
        message.setJMSReplyTo(new FolioTopic("answers"));
        FolioPlainMessage received = Wire.receive(message);
        assertThat(received.getJMSCorrelationID()).isEqualTo("cörr\uD83D\uDE00");
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSReplyTo()).isEqualTo(new FolioTopic("answers"));
        assertThat(received.getJMSPriority()).isEqualTo(4);
        assertThat(received.getJMSTimestamp()).isEqualTo(1_000);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(1_000);
        assertThat(received.getJMSMessageID()).isEqualTo("ID:fedcba9876543210-0000cafe-7");
    }

    @Test
    @Checklist(90)
    void shouldCarryCorrelationIdsAsBytes() throws JMSException {
        byte[] bytes = {0, -1, 'a', (byte) 0xC3};
        message.setJMSCorrelationIDAsBytes(bytes);
        bytes[0] = 9;
        FolioPlainMessage received = Wire.receive(message);
        assertThat(received.getJMSCorrelationIDAsBytes()).containsExactly(0, -1, 'a', 0xC3);
        received.getJMSCorrelationIDAsBytes()[0] = 9;
        assertThat(received.getJMSCorrelationIDAsBytes()).containsExactly(0, -1, 'a', 0xC3);
        message.setJMSCorrelationIDAsBytes("täxt".getBytes(StandardCharsets.UTF_8));
        assertThat(Wire.receive(message).getJMSCorrelationID()).isEqualTo("täxt");
        message.setJMSCorrelationIDAsBytes(new byte[0]);
        assertThat(Wire.receive(message).getJMSCorrelationIDAsBytes()).isEmpty();
        message.setJMSCorrelationID("täxt");
        assertThat(Wire.receive(message).getJMSCorrelationIDAsBytes())
                .isEqualTo("täxt".getBytes(StandardCharsets.UTF_8));
        message.setJMSCorrelationIDAsBytes(null);
        assertThat(Wire.receive(message).getJMSCorrelationID()).isNull();
        message.setJMSCorrelationID("");
        assertThat(Wire.receive(message).getJMSCorrelationID()).isEmpty();
    }

    @Test
    @Checklist(120)
    void shouldCarryTemporaryDestinationsWithoutTheirOwner() throws JMSException {
        message.setJMSReplyTo(new FolioTemporaryQueue("t", destination -> {}));
        FolioTemporaryQueue replyTo =
                (FolioTemporaryQueue) Wire.receive(message).getJMSReplyTo();
        assertThat(replyTo).isEqualTo(message.getJMSReplyTo());
        assertThatThrownBy(replyTo::delete).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Checklist(57)
    void shouldCarryForeignReplyToByName() throws JMSException {
        message.setJMSReplyTo((Topic) () -> "foreign");
        assertThat(Wire.receive(message).getJMSReplyTo()).isEqualTo(new FolioTopic("foreign"));
        message.setJMSReplyTo(new Destination() {});
        assertThatThrownBy(() -> Wire.encode(message)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    @Checklist(5)
    void shouldKnowItsDestinationFromThePayloadOrTheConsumer() throws JMSException {
        PayloadBuffer buffer = new PayloadBuffer();
        MessageCodec codec = new MessageCodec(ObjectPolicy.trustNothing());
        codec.encode(message, new FolioQueue("carried"), 0, buffer);
        EnvelopeFields envelope = Wire.ENVELOPE.kind(message.kind().code());
        FolioMessage received = codec.decode(envelope, buffer.buffer(), 0, buffer.length());
        received.assignDelivered(null, 1, () -> {});
        assertThat(received.getJMSDestination()).isEqualTo(new FolioQueue("carried"));
        FolioQueue known = new FolioQueue("known");
        FolioMessage again = codec.decode(envelope, buffer.buffer(), 0, buffer.length());
        again.assignDelivered(known, 1, () -> {});
        assertThat(again.getJMSDestination()).isSameAs(known);
        again.setJMSDestination(null);
        assertThat(again.getJMSDestination()).isNull();
    }

    @Test
    @Checklist(94)
    void shouldNeverBeReadOnly() throws JMSException {
        message.setJMSType("old");
        message.setJMSCorrelationID("old");
        FolioPlainMessage received = Wire.receive(message);
        received.setJMSType("new");
        received.setJMSCorrelationID(null);
        received.setJMSReplyTo(new FolioQueue("new"));
        received.setJMSDestination(new FolioQueue("there"));
        received.setJMSMessageID("ID:mine");
        received.setJMSPriority(1);
        received.setJMSRedelivered(true);
        received.setJMSTimestamp(5);
        received.setJMSExpiration(6);
        received.setJMSDeliveryTime(7);
        received.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        assertThat(received.getJMSType()).isEqualTo("new");
        assertThat(received.getJMSCorrelationID()).isNull();
        assertThat(received.getJMSReplyTo()).isEqualTo(new FolioQueue("new"));
        assertThat(received.getJMSDestination()).isEqualTo(new FolioQueue("there"));
        assertThat(received.getJMSMessageID()).isEqualTo("ID:mine");
        assertThat(received.getJMSPriority()).isEqualTo(1);
        assertThat(received.getJMSRedelivered()).isTrue();
        assertThat(received.getJMSTimestamp()).isEqualTo(5);
        assertThat(received.getJMSExpiration()).isEqualTo(6);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(7);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        received.setJMSMessageID(null);
        assertThat(received.getJMSMessageID()).isNull();
    }

    @Test
    @Checklist(94)
    void shouldSetEachHeaderByItself() throws JMSException {
        FolioPlainMessage received = Wire.receive(message);
        received.setJMSTimestamp(5);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(1_000);
        received.setJMSPriority(300);
        received.setJMSDeliveryMode(-1);
        assertThat(received.getJMSTimestamp()).isEqualTo(5);
        assertThat(received.getJMSPriority()).isEqualTo(300);
        assertThat(received.getJMSDeliveryMode()).isEqualTo(-1);
        assertThat(received.getJMSDeliveryTime()).isEqualTo(1_000);
        assertThat(received.getJMSExpiration()).isZero();
    }

    /** One header set first, before any was looked at. */
    private interface Change {
        void to(FolioPlainMessage received) throws JMSException;
    }

    @Test
    @Checklist(94)
    void shouldKeepTheOthersWhicheverIsSetFirst() throws JMSException {
        message.setJMSType("type");
        message.setJMSCorrelationID("correlation");
        message.setJMSReplyTo(new FolioQueue("reply"));
        for (Change change : List.<Change>of(
                received -> received.setJMSType("new"),
                received -> received.setJMSCorrelationID("new"),
                received -> received.setJMSCorrelationIDAsBytes(new byte[] {'n', 'e', 'w'}),
                received -> received.setJMSReplyTo(new FolioQueue("new")),
                received -> received.setJMSDestination(new FolioQueue("new")))) {
            FolioPlainMessage received = Wire.receive(message);
            change.to(received);
            String headers = received.getJMSType() + " " + received.getJMSCorrelationID() + " "
                    + received.getJMSReplyTo() + " " + received.getJMSDestination();
            assertThat(headers)
                    .isIn(
                            "new correlation queue://reply null",
                            "type new queue://reply null",
                            "type correlation queue://new null",
                            "type correlation queue://reply queue://new")
                    .contains("new");
        }
    }

    @Test
    void shouldForwardHeadersThatNobodyLookedAt() throws JMSException {
        message.setJMSType("type");
        message.setJMSCorrelationIDAsBytes(new byte[] {1});
        message.setJMSReplyTo(new FolioQueue("r"));
        message.setIntProperty("p", 1);
        assertThat(Wire.encode(Wire.receive(message))).isEqualTo(Wire.encode(message));
    }

    @Test
    @Checklist({21, 34})
    void shouldLeaveAcknowledgeToTheSession() throws JMSException {
        message.acknowledge();
        int[] calls = new int[1];
        FolioPlainMessage received = Wire.receive(message);
        received.assignDelivered(null, 1, () -> calls[0]++);
        received.acknowledge();
        assertThat(calls[0]).isEqualTo(1);
        received.assignDelivered(null, 1, () -> {
            throw new IllegalStateException("session is closed");
        });
        assertThatThrownBy(received::acknowledge).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldShowHeadersAndNoBody() throws JMSException {
        FolioTextMessage secret = new MessageFactory().createTextMessage("secret");
        secret.assignSent(new FolioQueue("q"), Wire.ENVELOPE);
        assertThat(secret)
                .hasToString(
                        "TEXT message: id=ID:fedcba9876543210-0000cafe-7, destination=queue://q, deliveryMode=PERSISTENT, priority=4");
    }
}
