package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePropertiesTest {
    private static final List<Object> VALUES =
            List.of(true, (byte) 1, (short) 2, 3, 4L, 5f, 6d, "seven", "", Long.MIN_VALUE, Double.NaN, "\uD83D\uDE00ü");

    private final FolioTextMessage message = new MessageFactory().createTextMessage("body");

    private static List<String> names(FolioMessage message) throws JMSException {
        return Collections.list(message.getPropertyNames());
    }

    private static List<ThrowingCallable> setters(FolioMessage target, String name) {
        return List.of(
                () -> target.setBooleanProperty(name, true),
                () -> target.setByteProperty(name, (byte) 1),
                () -> target.setShortProperty(name, (short) 1),
                () -> target.setIntProperty(name, 1),
                () -> target.setLongProperty(name, 1),
                () -> target.setFloatProperty(name, 1),
                () -> target.setDoubleProperty(name, 1),
                () -> target.setStringProperty(name, "1"),
                () -> target.setObjectProperty(name, 1));
    }

    @Test
    @Checklist(93)
    void shouldKeepValuesAsTheyWereSet() throws JMSException {
        for (int i = 0; i < VALUES.size(); i++) {
            message.setObjectProperty("p" + i, VALUES.get(i));
        }
        message.setObjectProperty("none", null);
        FolioTextMessage received = Wire.receive(message);
        for (FolioMessage one : List.of(message, received)) {
            for (int i = 0; i < VALUES.size(); i++) {
                assertThat(one.getObjectProperty("p" + i)).isEqualTo(VALUES.get(i));
                assertThat(one.propertyExists("p" + i)).isTrue();
            }
            assertThat(one.getObjectProperty("none")).isNull();
            assertThat(one.propertyExists("none")).isTrue();
            assertThat(one.propertyExists("absent")).isFalse();
            assertThat(one.propertyExists(null)).isFalse();
            assertThat(one.getObjectProperty("absent")).isNull();
            assertThat(one.getStringProperty("absent")).isNull();
        }
    }

    @Test
    @Checklist(93)
    void shouldTakeTheEightTypesOnly() throws JMSException {
        for (Object other :
                List.of('c', new byte[1], new Date(0), BigDecimal.ONE, List.of(), new Object(), new int[0])) {
            assertThatThrownBy(() -> message.setObjectProperty("p", other))
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining(other.getClass().getName());
        }
        assertThat(message.propertyExists("p")).isFalse();
    }

    @Test
    @Checklist(93)
    void shouldEnumerateNamesWithoutHeaderFields() throws JMSException {
        message.setIntProperty("b", 1);
        message.setIntProperty("a", 2);
        message.setIntProperty("b", 3);
        message.setJMSType("type");
        message.setJMSCorrelationID("correlation");
        assertThat(names(message)).containsExactlyInAnyOrder("a", "b");
        assertThat(names(Wire.receive(message))).containsExactlyInAnyOrder("a", "b", "JMSXDeliveryCount");
        assertThat(message.getIntProperty("b")).isEqualTo(3);
    }

    @ParameterizedTest
    @Checklist(91)
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "1a",
                "a b",
                "a.b",
                "a-b",
                "a'",
                " ",
                "NULL",
                "TRUE",
                "FALSE",
                "NOT",
                "AND",
                "OR",
                "BETWEEN",
                "LIKE",
                "IN",
                "IS",
                "ESCAPE",
                "JMSPriority",
                "JMSfoo",
                "JMS",
                "é'",
                "\uD83D\uDE00"
            })
    void shouldRefuseNamesThatNoSelectorCouldUse(String name) {
        for (ThrowingCallable setter : setters(message, name)) {
            assertThatThrownBy(setter)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("property name");
        }
    }

    @ParameterizedTest
    @Checklist({91, 95})
    @ValueSource(
            strings = {
                "a",
                "_",
                "$",
                "a1",
                "überall",
                "名前",
                "JMSXGroupID",
                "JMSXGroupSeq",
                "JMS_Folio_x",
                "nullable",
                "jmsType",
                "\uD835\uDC00"
            })
    void shouldTakeIdentifiers(String name) throws JMSException {
        message.setIntProperty(name, 5);
        assertThat(Wire.receive(message).getIntProperty(name)).isEqualTo(5);
    }

    @Test
    @Checklist(94)
    void shouldBeReadOnlyWhenReceived() throws JMSException {
        message.setIntProperty("p", 1);
        FolioTextMessage received = Wire.receive(message);
        for (ThrowingCallable setter : setters(received, "p")) {
            assertThatThrownBy(setter)
                    .isInstanceOf(MessageNotWriteableException.class)
                    .hasMessageContaining("name=p");
        }
        received.clearBody();
        assertThatThrownBy(() -> received.setIntProperty("p", 2)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.getIntProperty("p")).isEqualTo(1);
    }

    @Test
    @Checklist(94)
    void shouldClearToAnEmptyWritableSetAndLeaveTheBody() throws JMSException {
        message.setIntProperty("p", 1);
        message.setJMSType("type");
        FolioTextMessage received = Wire.receive(message);
        received.clearProperties();
        assertThat(names(received)).isEmpty();
        assertThat(received.propertyExists("p")).isFalse();
        assertThat(received.getText()).isEqualTo("body");
        assertThat(received.getJMSType()).isEqualTo("type");
        received.setIntProperty("q", 2);
        assertThat(received.getIntProperty("q")).isEqualTo(2);
        FolioTextMessage again = Wire.receive(received);
        assertThat(again.propertyExists("p")).isFalse();
        assertThat(again.getIntProperty("q")).isEqualTo(2);
        assertThatThrownBy(() -> received.setText("x")).isInstanceOf(MessageNotWriteableException.class);
    }

    @Test
    @Checklist(37)
    void shouldCountDeliveries() throws JMSException {
        message.setIntProperty("p", 1);
        assertThat(message.propertyExists("JMSXDeliveryCount")).isFalse();
        FolioTextMessage received = Wire.receive(message);
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(received.getObjectProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(received.getStringProperty("JMSXDeliveryCount")).isEqualTo("1");
        assertThat(received.propertyExists("JMSXDeliveryCount")).isTrue();
        assertThat(received.getJMSRedelivered()).isFalse();
        received.assignDelivered(null, 3, () -> {});
        assertThat(received.getLongProperty("JMSXDeliveryCount")).isEqualTo(3);
        assertThat(received.getJMSRedelivered()).isTrue();
        assertThatThrownBy(() -> received.setIntProperty("JMSXDeliveryCount", 1))
                .isInstanceOf(MessageNotWriteableException.class);
    }

    @Test
    @Checklist(37)
    void shouldNotForwardTheDeliveryCount() throws JMSException {
        FolioTextMessage received = Wire.receive(message);
        received.assignDelivered(null, 5, () -> {});
        FolioTextMessage forwarded = Wire.receive(received);
        assertThat(forwarded.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(Wire.encode(received)).isEqualTo(Wire.encode(message));
    }

    @Test
    @Checklist(37)
    void shouldTellTheRealCountWhateverTheSenderSet() throws JMSException {
        message.setIntProperty("JMSXDeliveryCount", 99);
        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(99);
        FolioTextMessage received = Wire.receive(message);
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(names(received)).containsExactly("JMSXDeliveryCount");
    }

    @Test
    void shouldHoldThousands() throws JMSException {
        for (int i = 0; i < 5_000; i++) {
            message.setStringProperty("p" + i, "v" + i);
        }
        FolioTextMessage received = Wire.receive(message);
        assertThat(names(received)).hasSize(5_001);
        assertThat(received.getStringProperty("p4999")).isEqualTo("v4999");
    }

    @Test
    @Checklist(56)
    void shouldNotChangeWhatWasSent() throws JMSException {
        message.setIntProperty("p", 1);
        FolioTextMessage first = Wire.receive(message);
        message.setIntProperty("p", 2);
        message.setText("changed");
        FolioTextMessage second = Wire.receive(message);
        assertThat(first.getIntProperty("p")).isEqualTo(1);
        assertThat(first.getText()).isEqualTo("body");
        assertThat(second.getIntProperty("p")).isEqualTo(2);
        assertThat(second.getText()).isEqualTo("changed");
    }
}
