package io.foliomq.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A message as names and values: headers, properties, and the beginning of its body. Objects are never read. */
final class MessageForm {
    private final int longestBody;

    /** @param longestBody characters of a text, bytes of bytes, that are shown */
    MessageForm(int longestBody) {
        this.longestBody = longestBody;
    }

    Map<String, @Nullable Object> of(Message message) throws JMSException {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("JMSMessageID", message.getJMSMessageID());
        form.put("JMSDestination", text(message.getJMSDestination()));
        form.put("JMSTimestamp", Ages.instant(message.getJMSTimestamp()));
        form.put("JMSPriority", message.getJMSPriority());
        form.put(
                "JMSDeliveryMode",
                message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT ? "PERSISTENT" : "NON_PERSISTENT");
        form.put("JMSExpiration", message.getJMSExpiration() == 0 ? null : Ages.instant(message.getJMSExpiration()));
        form.put("JMSType", message.getJMSType());
        form.put("JMSCorrelationID", message.getJMSCorrelationID());
        form.put("JMSReplyTo", text(message.getJMSReplyTo()));
        form.put("properties", properties(message));
        addBody(form, message);
        return form;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Map<String, @Nullable Object> properties(Message message) throws JMSException {
        Map<String, @Nullable Object> properties = new TreeMap<>();
        Enumeration<?> names = message.getPropertyNames();
        for (Object name : Collections.list(names)) {
            properties.put(name.toString(), message.getObjectProperty(name.toString()));
        }
        return properties;
    }

    private void addBody(Map<String, @Nullable Object> form, Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            form.put("kind", "text");
            form.put("body", excerpt(text.getText(), form));
        } else if (message instanceof BytesMessage bytes) {
            byte[] start = new byte[(int) Math.min(longestBody, bytes.getBodyLength())];
            int read = start.length == 0 ? 0 : bytes.readBytes(start);
            form.put("kind", "bytes");
            form.put("bodyBytes", bytes.getBodyLength());
            form.put("body", HexFormat.of().formatHex(start, 0, Math.max(0, read)));
            form.put("cut", bytes.getBodyLength() > longestBody);
        } else if (message instanceof MapMessage map) {
            form.put("kind", "map");
            form.put("body", excerpt(entries(map).toString(), form));
        } else {
            boolean isObject = message instanceof ObjectMessage;
            form.put("kind", isObject ? "object" : message instanceof StreamMessage ? "stream" : "plain");
        }
    }

    private static Map<String, @Nullable Object> entries(MapMessage map) throws JMSException {
        Map<String, @Nullable Object> entries = new TreeMap<>();
        Enumeration<?> names = map.getMapNames();
        for (Object name : Collections.list(names)) {
            Object value = map.getObject(name.toString());
            entries.put(
                    name.toString(),
                    value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
        }
        return entries;
    }

    private @Nullable String excerpt(@Nullable String text, Map<String, @Nullable Object> form) {
        if (text == null || text.length() <= longestBody) {
            form.put("cut", false);
            return text;
        }
        form.put("cut", true);
        return text.substring(0, longestBody);
    }
}
