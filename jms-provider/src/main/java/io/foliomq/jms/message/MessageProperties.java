package io.foliomq.jms.message;

import io.foliomq.jms.selector.Selector;
import jakarta.jms.JMSException;
import jakarta.jms.MessageNotWriteableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one message (section 3.5). A received message's are read-only until cleared, and decoded when one is first
 * asked for. {@value #DELIVERY_COUNT} is not among those stored: the layer above sets it with each delivery.
 */
final class MessageProperties {
    static final String DELIVERY_COUNT = "JMSXDeliveryCount";
    static final String FIRST_OF_GROUP = "JMSXGroupFirstForConsumer";
    static final String USER_ID = "JMSXUserID";

    private @Nullable Prelude undecoded;
    private @Nullable Map<String, @Nullable Object> values;
    private boolean readOnly;
    private int deliveryCount;
    private boolean firstOfGroup;

    /** None yet: of a message that a client makes, or of a received one that came without. */
    MessageProperties(boolean readOnly, int deliveryCount) {
        this.readOnly = readOnly;
        this.deliveryCount = deliveryCount;
    }

    /** Of a received message. */
    MessageProperties(Prelude prelude) {
        undecoded = prelude;
        readOnly = true;
    }

    /** 0 for a message that was not delivered. */
    void deliveryCount(int count) {
        deliveryCount = count;
    }

    /** From now on {@value #FIRST_OF_GROUP} is true. */
    void firstOfGroup() {
        firstOfGroup = true;
    }

    boolean exists(@Nullable String name) throws JMSException {
        return isDeliveryCount(name) || isFirstOfGroup(name) || decoded().containsKey(name);
    }

    /** The value, boxed; null if it is null or does not exist. */
    @Nullable
    Object get(@Nullable String name) throws JMSException {
        if (isDeliveryCount(name)) {
            return deliveryCount;
        }
        return isFirstOfGroup(name) ? Boolean.TRUE : decoded().get(name);
    }

    private boolean isFirstOfGroup(@Nullable String name) {
        return firstOfGroup && FIRST_OF_GROUP.equals(name);
    }

    private boolean isDeliveryCount(@Nullable String name) {
        return deliveryCount > 0 && DELIVERY_COUNT.equals(name);
    }

    /** Sets a property as a client does. */
    void set(@Nullable String name, @Nullable Object value) throws JMSException {
        String checked = requireName(name);
        if (readOnly) {
            throw new MessageNotWriteableException(
                    "properties are read-only: name=" + name + ", accepted=after clearProperties");
        }
        writable().put(checked, Fields.requireProperty(value));
    }

    /** Takes over a property of a foreign message, whose name another provider has accepted. */
    void copy(String name, @Nullable Object value) throws JMSException {
        writable().put(name, Fields.requireProperty(value));
    }

    /** Sets a property as a provider does, on a message that a client may not change too. */
    void assign(String name, Object value) throws JMSException {
        Map<String, @Nullable Object> read = decoded();
        if (!value.equals(read.get(name))) {
            writable().put(name, value);
        }
    }

    void clear() {
        undecoded = null;
        values = null;
        readOnly = false;
        deliveryCount = 0;
        firstOfGroup = false;
    }

    Enumeration<String> names() throws JMSException {
        List<String> names = new ArrayList<>(decoded().keySet());
        if (deliveryCount > 0 && !names.contains(DELIVERY_COUNT)) {
            names.add(DELIVERY_COUNT);
        }
        if (firstOfGroup && !names.contains(FIRST_OF_GROUP)) {
            names.add(FIRST_OF_GROUP);
        }
        return Collections.enumeration(names);
    }

    private Map<String, @Nullable Object> decoded() throws CorruptMessageException {
        Prelude prelude = undecoded;
        if (prelude != null) {
            Fields.readAll(prelude.propertiesReader(), writable());
            undecoded = null;
        }
        return values == null ? Collections.emptyMap() : values;
    }

    private Map<String, @Nullable Object> writable() {
        Map<String, @Nullable Object> current = values;
        if (current == null) {
            current = new LinkedHashMap<>();
            values = current;
        }
        return current;
    }

    /** Writes the properties block and returns its presence bit. Properties that nobody has looked at are copied as they are. */
    int encode(PayloadBuffer buffer) {
        int start = buffer.length();
        if (undecoded != null) {
            undecoded.appendProperties(buffer);
        } else if (values != null) {
            Fields.putAll(values, buffer);
        }
        return buffer.length() == start ? 0 : PayloadDescriptor.HAS_PROPERTIES;
    }

    /** Section 3.5.1: what a selector can refer to, except header fields. */
    private static String requireName(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("property name: value=" + (name == null ? "null" : "\"\"")
                    + ", accepted=a Java identifier that is no selector keyword");
        }
        if (!Selector.isPropertyName(name)) {
            throw new IllegalArgumentException(
                    "property name: value=" + name
                            + ", accepted=a Java identifier that is no selector keyword and begins with JMSX or JMS_ if with JMS");
        }
        return name;
    }
}
