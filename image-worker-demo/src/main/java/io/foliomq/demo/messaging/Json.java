package io.foliomq.demo.messaging;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Bodies are JSON in text messages. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** @throws MessageFormatException when the body is not such a thing */
    static <T> T read(Message message, Class<T> type) throws JMSException {
        if (!(message instanceof TextMessage text) || text.getText() == null) {
            throw new MessageFormatException("text expected: message=" + message.getJMSMessageID());
        }
        try {
            T value = MAPPER.readValue(text.getText(), type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException | IllegalArgumentException e) {
            MessageFormatException failure = new MessageFormatException("body not understood: type="
                    + type.getSimpleName() + ", message=" + message.getJMSMessageID() + ", cause=" + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
        throw new MessageFormatException("body is empty: message=" + message.getJMSMessageID());
    }
}
