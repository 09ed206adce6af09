package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.MessageNotWriteableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolioTextMessageTest {
    private static final MessageFactory FACTORY = new MessageFactory();

    @ParameterizedTest
    @Checklist(97)
    @NullSource
    @ValueSource(
            strings = {
                "",
                "a",
                "ÿ",
                "Ā",
                "naïve",
                "\u0000",
                "日本語",
                "\uD83D\uDE00",
                "x\uD83D\uDE00y",
                "\uD83D",
                "\uDE00",
                "a\uD83Db",
                "\uDE00\uD83D",
                "\uD83D\uD83D\uDE00",
                "\uFFFD",
                "\uFFFF",
                "\u0800",
                "\u07FF",
                "\u0080\u0100"
            })
    void shouldKeepEveryText(String text) throws JMSException {
        FolioTextMessage message = FACTORY.createTextMessage(text);
        assertThat(message.getText()).isEqualTo(text);
        FolioTextMessage received = Wire.receive(message);
        assertThat(received.getText()).isEqualTo(text);
        assertThat(Wire.receive(received).getText()).isEqualTo(text);
        assertThat(Wire.receive(Wire.receive(message)).getText())
                .as("forwarded unread")
                .isEqualTo(text);
    }

    @Test
    @Checklist(97)
    void shouldKeepTextLongerThan64K() throws JMSException {
        for (String unit : new String[] {"a", "é", "日", "\uD83D\uDE00", "a\uD83D"}) {
            String text = unit.repeat(100_000);
            assertThat(Wire.receive(FACTORY.createTextMessage(text)).getText()).isEqualTo(text);
        }
    }

    @Test
    @Checklist(99)
    void shouldBeReadOnlyWhenReceivedUntilCleared() throws JMSException {
        FolioTextMessage received = Wire.receive(FACTORY.createTextMessage("text"));
        assertThatThrownBy(() -> received.setText("other")).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.getText()).isEqualTo("text");
        assertThatThrownBy(() -> received.setText("other")).isInstanceOf(MessageNotWriteableException.class);
        received.clearBody();
        assertThat(received.getText()).isNull();
        received.setText("other");
        assertThat(Wire.receive(received).getText()).isEqualTo("other");
    }

    @Test
    @Checklist(99)
    void shouldForgetAnUnreadTextWhenCleared() throws JMSException {
        FolioTextMessage received = Wire.receive(FACTORY.createTextMessage("text"));
        received.clearBody();
        assertThat(received.getText()).isNull();
        assertThat(Wire.receive(received).getText()).isNull();
    }

    @Test
    @Checklist(99)
    void shouldStayWritableForItsSender() throws JMSException {
        FolioTextMessage message = FACTORY.createTextMessage("one");
        Wire.encode(message);
        message.setText("two");
        message.clearBody();
        assertThat(message.getText()).isNull();
    }
}
