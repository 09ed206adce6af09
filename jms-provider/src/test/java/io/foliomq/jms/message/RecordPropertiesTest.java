package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.foliomq.jms.selector.ReferenceSelectors;
import io.foliomq.jms.selector.Selector;
import io.foliomq.jms.selector.SelectorSyntaxException;
import io.foliomq.jms.testing.Allocations;
import io.foliomq.jms.testing.Checklist;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordPropertiesTest {
    private static final MessageFactory FACTORY = new MessageFactory();
    private static final EnvelopeFields ENVELOPE = new EnvelopeFields(Wire.IDS)
            .deliveryMode(DeliveryMode.NON_PERSISTENT)
            .priority(7)
            .timestamp(1_700_000_000_000L)
            .messageId(0xAB, 12);

    private final FolioTextMessage message = FACTORY.createTextMessage("body");

    private boolean isSelected(String selector) {
        try {
            byte[] payload = Wire.encode(message);
            byte[] record = new byte[payload.length + 10];
            System.arraycopy(payload, 0, record, 5, payload.length);
            return new RecordProperties(Selector.parse(selector))
                    .wrap(ENVELOPE, new UnsafeBuffer(record), 5, payload.length)
                    .matches();
        } catch (JMSException | SelectorSyntaxException e) {
            throw new AssertionError(selector, e);
        }
    }

    private void assertSelected(String... selectors) {
        for (String selector : selectors) {
            assertThat(isSelected(selector)).as(selector).isTrue();
        }
    }

    private void assertNotSelected(String... selectors) {
        for (String selector : selectors) {
            assertThat(isSelected(selector)).as(selector).isFalse();
        }
    }

    @Test
    @Checklist(82)
    void shouldSeeHeaderFields() throws JMSException {
        assertSelected("JMSDeliveryMode = 'NON_PERSISTENT'", "JMSPriority = 7", "JMSTimestamp = 1700000000000");
        assertSelected(
                "JMSMessageID = 'ID:fedcba9876543210-000000ab-12'",
                "JMSMessageID LIKE 'ID:%-12'",
                "JMSDeliveryMode LIKE 'NON%'");
        assertSelected("JMSType IS NULL AND JMSCorrelationID IS NULL");
        assertNotSelected(
                "JMSDeliveryMode = 'PERSISTENT'",
                "JMSPriority <> 7",
                "JMSMessageID = 'ID:fedcba9876543210-000000ab-1'");
        message.setJMSType("type");
        message.setJMSCorrelationID("correlation");
        assertSelected("JMSType = 'type'", "JMSCorrelationID LIKE 'corr%'", "JMSType <> JMSCorrelationID");
        ENVELOPE.deliveryMode(DeliveryMode.PERSISTENT);
        assertSelected("JMSDeliveryMode = 'PERSISTENT'");
        ENVELOPE.deliveryMode(DeliveryMode.NON_PERSISTENT);
    }

    @Test
    @Checklist(82)
    void shouldReadCorrelationBytesAsText() throws JMSException {
        message.setJMSCorrelationIDAsBytes(new byte[] {'a', (byte) 0xC3, (byte) 0xA4, 'b'});
        message.setStringProperty("same", "aäb");
        assertSelected(
                "JMSCorrelationID = 'aäb'",
                "JMSCorrelationID LIKE 'a_b'",
                "JMSCorrelationID = same",
                "same = JMSCorrelationID");
        assertNotSelected("JMSCorrelationID = 'aä'", "JMSCorrelationID = 'aäbc'", "JMSCorrelationID LIKE 'a__b'");
        for (byte[] malformed : new byte[][] {{(byte) 0xC3}, {(byte) 0x80}, {(byte) 0xF8}, {(byte) 0xFF}}) {
            message.setJMSCorrelationIDAsBytes(malformed);
            assertSelected("JMSCorrelationID LIKE '_'", "JMSCorrelationID <> 'x'", "JMSCorrelationID = '\uFFFD'");
        }
        message.setJMSCorrelationIDAsBytes(
                new byte[] {(byte) 0xE1, (byte) 0x80, 'a', (byte) 0xF1, (byte) 0x80, (byte) 0x80, 'b'});
        assertSelected("JMSCorrelationID LIKE '__a___b'");
    }

    @Test
    @Checklist(85)
    void shouldSeePropertiesInTheTypeThatWasSet() throws JMSException {
        message.setBooleanProperty("bool", true);
        message.setByteProperty("byte", (byte) -1);
        message.setShortProperty("short", (short) -2);
        message.setIntProperty("int", -3);
        message.setLongProperty("long", Long.MIN_VALUE);
        message.setFloatProperty("float", 0.1f);
        message.setDoubleProperty("double", 0.1);
        message.setStringProperty("text", "2");
        message.setStringProperty("none", null);
        assertSelected("bool", "byte = -1", "short = -2", "int = -3", "long = -9223372036854775808", "float = 0.1f");
        assertSelected("double = 0.1", "text = '2'", "none IS NULL", "missing IS NULL", "text IS NOT NULL");
        assertNotSelected("float = 0.1", "text = 2", "NOT bool", "none = ''", "int = '-3'", "inta = -3", "in_ = 1");
    }

    @Test
    @Checklist({81, 84})
    void shouldCompareTextOfEveryKind() throws JMSException {
        String[] texts = {
            "",
            "ascii",
            "lätin",
            "wide €",
            "\uD83D\uDE00",
            "un\uD83Dpaired",
            "\uDE00\uD83D",
            "\uFFFD",
            "\u0100\u07FF\u0800\uFFFF",
            "\uD800\uDC00\uDBFF\uDFFF",
            "\uD83D\uDE00\uD83D",
            "\uD83D\uD83D\uDE00",
            "a\uDE00"
        };
        for (String text : texts) {
            message.setStringProperty("a", text);
            message.setStringProperty("b", text);
            for (String other : texts) {
                assertThat(isSelected("a = '" + other + "'"))
                        .as(text + " = " + other)
                        .isEqualTo(text.equals(other));
                assertThat(isSelected("a IN ('x', '" + other + "')")).isEqualTo(text.equals(other));
            }
            int length = text.codePointCount(0, text.length());
            assertSelected(
                    "a = b", "a LIKE '" + text + "%'", "a LIKE '%" + text + "'", "a LIKE '" + "_".repeat(length) + "'");
            assertNotSelected("a <> b", "a LIKE '" + "_".repeat(length + 1) + "'", "a = '" + text + "x'");
        }
    }

    @Test
    @Checklist(82)
    void shouldFindNamesOfEveryKind() throws JMSException {
        for (String name : new String[] {"a", "über", "名前", "\uD835\uDC00"}) {
            message.clearProperties();
            message.setIntProperty("before", 0);
            message.setIntProperty(name, 5);
            message.setIntProperty("after", 0);
            assertSelected(name + " = 5", "after = 0 AND before = 0 AND " + name + " > 4");
        }
    }

    @Test
    void shouldForgetOneRecordWhenPointedAtTheNext() throws Exception {
        message.setIntProperty("p", 1);
        message.setJMSType("type");
        byte[] first = Wire.encode(message);
        byte[] second = Wire.encode(FACTORY.createMessage());
        RecordProperties properties = new RecordProperties(Selector.parse("p = 1 OR JMSType = 'type'"));
        assertThat(properties
                        .wrap(ENVELOPE, new UnsafeBuffer(first), 0, first.length)
                        .matches())
                .isTrue();
        assertThat(properties
                        .wrap(ENVELOPE, new UnsafeBuffer(second), 0, second.length)
                        .matches())
                .isFalse();
    }

    @Test
    @Checklist({109, 116})
    void shouldTellTheSendingConnection() throws Exception {
        PayloadBuffer buffer = new PayloadBuffer();
        MessageCodec codec = new MessageCodec(ObjectPolicy.trustNothing());
        RecordProperties properties = new RecordProperties(Selector.all());
        codec.encode(message, null, -5, buffer);
        properties.wrap(ENVELOPE, buffer.buffer(), 0, buffer.length());
        assertThat(properties.senderConnection()).isEqualTo(-5);
        assertThat(properties.matches()).isTrue();
        codec.encode(message, null, 0, buffer);
        properties.wrap(ENVELOPE, buffer.buffer(), 0, buffer.length());
        assertThat(properties.senderConnection()).isZero();
    }

    @Test
    @Checklist({83, 84, 85, 86})
    void shouldAgreeWithTheReferenceInterpreter() throws Exception {
        long seed = Long.getLong("foliomq.test.seed", new Random().nextLong());
        System.out.println("RecordPropertiesTest: seed=" + seed);
        ReferenceSelectors generator = new ReferenceSelectors(new Random(seed));
        for (int i = 0; i < 3_000; i++) {
            ReferenceSelectors.Part reference = generator.condition(3);
            RecordProperties properties = new RecordProperties(Selector.parse(reference.text()));
            for (int j = 0; j < 3; j++) {
                Map<String, Object> values = generator.message();
                message.clearProperties();
                for (Map.Entry<String, Object> value : values.entrySet()) {
                    message.setObjectProperty(value.getKey(), value.getValue());
                }
                byte[] payload = Wire.encode(message);
                assertThat(properties
                                .wrap(ENVELOPE, new UnsafeBuffer(payload), 0, payload.length)
                                .matches())
                        .as("seed=%d, selector=%s, message=%s", seed, reference.text(), values)
                        .isEqualTo(Boolean.TRUE.equals(reference.of(values)));
            }
        }
    }

    @Test
    void shouldEvaluateWithoutAllocation() throws Exception {
        message.setJMSCorrelationID("correlation");
        message.setStringProperty("color", "blü");
        message.setStringProperty("wide", "€ \uD83D\uDE00");
        message.setIntProperty("weight", 2500);
        message.setDoubleProperty("price", 9.5);
        byte[] payload = Wire.encode(message);
        UnsafeBuffer record = new UnsafeBuffer(payload);
        RecordProperties properties = new RecordProperties(Selector.parse(
                "JMSCorrelationID LIKE 'c%n' AND color IN ('red', 'blü') AND weight * 2 - 1 > 4000.5 AND wide LIKE '%_'"
                        + " AND JMSMessageID <> 'x' AND price BETWEEN 9 AND 10 AND NOT (missing = 'x' AND color = wide)"
                        + " AND JMSDeliveryMode = 'NON_PERSISTENT' AND JMSType IS NULL AND -weight < +price"));
        int rounds = 20_000;
        long allocated = Allocations.of(rounds, () -> {
            if (!properties.wrap(ENVELOPE, record, 0, payload.length).matches()) {
                throw new AssertionError("not selected");
            }
        });
        assertThat(allocated).as("bytes for %d evaluations", rounds).isLessThan(rounds);
    }
}
