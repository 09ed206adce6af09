package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.destination.FolioQueue;
import io.foliomq.jms.destination.FolioTopic;
import io.foliomq.jms.testing.Allocations;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private static final MessageFactory FACTORY = new MessageFactory();
    private static final MessageCodec CODEC = new MessageCodec(ObjectPolicy.parse("*"));

    private static String hex(FolioMessage message) throws JMSException {
        return HexFormat.of().formatHex(Wire.encode(message));
    }

    @Test
    void shouldCostTwoBytesOverAPlainBody() throws JMSException {
        FolioBytesMessage bytes = FACTORY.createBytesMessage();
        bytes.writeBytes(new byte[100]);
        assertThat(Wire.encode(bytes)).hasSize(102);
        assertThat(Wire.encode(FACTORY.createMessage())).hasSize(2);
        assertThat(Wire.encode(FACTORY.createTextMessage("x".repeat(100)))).hasSize(104);
        assertThat(PayloadDescriptor.FIXED_LENGTH).isEqualTo(2);
    }

    /** The format on disk: if this fails, stores of the released versions are not readable any more. */
    @Test
    void shouldWriteTheBytesOfFormatOne() throws JMSException {
        assertThat(hex(FACTORY.createMessage())).isEqualTo("0100");
        assertThat(hex(FACTORY.createTextMessage(null))).isEqualTo("0100");
        assertThat(hex(FACTORY.createTextMessage(""))).isEqualTo("014000");
        assertThat(hex(FACTORY.createTextMessage("aé"))).isEqualTo("01400861e9");
        assertThat(hex(FACTORY.createTextMessage("€"))).isEqualTo("01400de282ac");
        assertThat(hex(FACTORY.createTextMessage("\uD83D"))).isEqualTo("01400a3dd8");
        FolioBytesMessage bytes = FACTORY.createBytesMessage();
        bytes.writeInt(0x01020304);
        assertThat(hex(bytes)).isEqualTo("014001020304");
        FolioStreamMessage stream = FACTORY.createStreamMessage();
        for (Object value : new Object[] {
            null,
            false,
            true,
            (byte) 3,
            (short) 0x0405,
            'a',
            0x06070809,
            0x0A0B0C0D0E0F1011L,
            1f,
            1d,
            "a",
            new byte[] {9}
        }) {
            stream.writeObject(value);
        }
        assertThat(hex(stream))
                .isEqualTo("0140" + "00" + "01" + "02" + "0303" + "040504" + "056100" + "0609080706"
                        + "0711100f0e0d0c0b0a" + "080000803f" + "09000000000000f03f" + "0a0461" + "0b0109");
        FolioMapMessage map = FACTORY.createMapMessage();
        map.setBoolean("k", true);
        assertThat(hex(map)).isEqualTo("0140" + "046b02");
    }

    @Test
    void shouldWriteTheBlocksOfFormatOneInOrder() throws JMSException {
        FolioTextMessage message = FACTORY.createTextMessage("t");
        message.setJMSCorrelationIDAsBytes(new byte[] {7});
        message.setJMSReplyTo(new FolioTopic("r"));
        message.setJMSType("y");
        message.setByteProperty("p", (byte) 5);
        PayloadBuffer buffer = new PayloadBuffer();
        CODEC.encode(message, new FolioQueue("q"), 0x0102030405060708L, buffer);
        byte[] payload = new byte[buffer.length()];
        buffer.buffer().getBytes(0, payload);
        assertThat(HexFormat.of().formatHex(payload))
                .isEqualTo("017f" + "16000000" + "0807060504030201" + "0707" + "020472" + "0479" + "010471" + "04700305"
                        + "0474");
        Payload read = Payload.copy(new UnsafeBuffer(payload), 0, payload.length);
        assertThat(Objects.requireNonNull(read.prelude()).connection()).isEqualTo(0x0102030405060708L);
    }

    @Test
    @Checklist(97)
    void shouldKeepRandomMessages() throws JMSException {
        long seed = Long.getLong("foliomq.test.seed", new Random().nextLong());
        System.out.println("MessageCodecTest: seed=" + seed);
        RandomMessages messages = new RandomMessages(new Random(seed));
        for (int i = 0; i < 5_000; i++) {
            FolioMessage sent = messages.next();
            byte[] payload = Wire.encode(sent);
            assertSame(sent, Wire.decode(sent.kind(), payload, ObjectPolicy.parse("*")), "seed=" + seed + ", i=" + i);
            FolioMessage forwarded = Wire.decode(sent.kind(), payload, ObjectPolicy.parse("*"));
            assertThat(Wire.encode(forwarded)).as("seed=" + seed).isEqualTo(payload);
        }
    }

    private static void assertSame(FolioMessage sent, FolioMessage received, String description) throws JMSException {
        assertThat(received.kind()).as(description).isEqualTo(sent.kind());
        assertThat(received.getJMSCorrelationIDAsBytes()).as(description).isEqualTo(sent.getJMSCorrelationIDAsBytes());
        assertThat(received.getJMSCorrelationID()).as(description).isEqualTo(sent.getJMSCorrelationID());
        assertThat(received.getJMSReplyTo()).as(description).isEqualTo(sent.getJMSReplyTo());
        assertThat(received.getJMSType()).as(description).isEqualTo(sent.getJMSType());
        assertThat(Collections.list(received.getPropertyNames()))
                .as(description)
                .isEqualTo(Collections.list(sent.getPropertyNames()));
        for (String name : Collections.list(sent.getPropertyNames())) {
            assertThat(received.getObjectProperty(name)).as(description).isEqualTo(sent.getObjectProperty(name));
        }
        if (sent instanceof FolioStreamMessage stream) {
            assertThat(Wire.encode(received)).as(description).isEqualTo(Wire.encode(stream));
        } else {
            assertThat(received.getBody(Object.class))
                    .as(description)
                    .usingRecursiveComparison()
                    .isEqualTo(sent.getBody(Object.class));
        }
    }

    @Test
    void shouldOwnItsBytes() throws JMSException {
        byte[] payload = Wire.encode(FACTORY.createTextMessage("text"));
        UnsafeBuffer record = new UnsafeBuffer(payload);
        FolioTextMessage received =
                (FolioTextMessage) CODEC.decode(Wire.ENVELOPE.kind(MessageKind.TEXT.code()), record, 0, payload.length);
        record.setMemory(0, payload.length, (byte) 0);
        assertThat(received.getText()).isEqualTo("text");
    }

    @Test
    void shouldReuseTheBufferFromMessageToMessage() throws JMSException {
        PayloadBuffer buffer = new PayloadBuffer();
        CODEC.encode(FACTORY.createTextMessage("x".repeat(10_000)), null, 0, buffer);
        assertThat(buffer.length()).isGreaterThan(10_000);
        CODEC.encode(FACTORY.createTextMessage("y"), null, 0, buffer);
        assertThat(buffer.length()).isEqualTo(4);
        assertThat(buffer.buffer().capacity()).isEqualTo(4);
    }

    @Test
    void shouldNotKeepALargeBufferForOneLargeMessage() throws JMSException {
        PayloadBuffer buffer = new PayloadBuffer();
        CODEC.encode(FACTORY.createTextMessage("x".repeat(3 << 20)), null, 0, buffer);
        assertThat(buffer.array().length).isGreaterThan(3 << 20);
        CODEC.encode(FACTORY.createTextMessage("y"), null, 0, buffer);
        CODEC.encode(FACTORY.createTextMessage("y"), null, 0, buffer);
        assertThat(buffer.array()).hasSize(1 << 20);
    }

    @Test
    void shouldRefuseToGrowBeyondAnArray() {
        PayloadBuffer buffer = new PayloadBuffer();
        buffer.claim(10);
        assertThatThrownBy(() -> buffer.claim(Integer.MAX_VALUE - 9))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("message is too large");
    }

    @Test
    void shouldEncodeTextAndBytesWithoutAllocation() throws Exception {
        FolioBytesMessage bytes = FACTORY.createBytesMessage();
        bytes.writeBytes(new byte[100]);
        FolioTextMessage text = FACTORY.createTextMessage("naïve € \uD83D\uDE00 \uD83D".repeat(10));
        text.setJMSCorrelationID("correlation");
        text.setJMSType("type");
        text.setIntProperty("number", 1);
        text.setStringProperty("text", "value");
        PayloadBuffer buffer = new PayloadBuffer();
        int rounds = 20_000;
        long allocated = Allocations.of(rounds, () -> {
            CODEC.encode(bytes, null, 0, buffer);
            CODEC.encode(text, null, 5, buffer);
        });
        assertThat(allocated).as("bytes for %d encodings", 2 * rounds).isLessThan(rounds);
    }
}
