package io.foliomq.jms.message;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * A message of this provider: headers, properties and one of six bodies. Used by one thread at a time.
 *
 * <p>One that a client made can be changed and sent at will, again and again. A received one owns its bytes, whatever becomes of
 * the record; its properties and body are read-only until cleared. What is stored is not affected by either.
 */
public abstract sealed class FolioMessage extends MessageHeaders implements Message
        permits FolioPlainMessage,
                FolioTextMessage,
                FolioBytesMessage,
                FolioMapMessage,
                FolioStreamMessage,
                FolioObjectMessage {
    /** Null as long as there are none. */
    private @Nullable MessageProperties properties;

    private boolean hasReadOnlyProperties;
    private int deliveryCount;
    private @Nullable AcknowledgeCallback acknowledgeCallback;

    FolioMessage() {}

    FolioMessage(@Nullable Prelude prelude, EnvelopeFields envelope) {
        super(prelude, envelope);
        hasReadOnlyProperties = true;
        properties = prelude != null && prelude.hasProperties() ? new MessageProperties(prelude) : null;
    }

    private MessageProperties properties() {
        MessageProperties current = properties;
        if (current == null) {
            current = new MessageProperties(hasReadOnlyProperties, deliveryCount);
            properties = current;
        }
        return current;
    }

    /** Which of the six types this is. */
    public abstract MessageKind kind();

    /** Whether there is a body: a text or object that is not null, or any bytes, entries or fields. */
    abstract boolean hasBody() throws JMSException;

    /** The body as {@link #getBody} returns it. Called only if there is one. */
    abstract Object body() throws JMSException;

    /** Whether {@link #body()} is of that type. Called only if there is a body. */
    abstract boolean isBodyA(Class<?> type) throws JMSException;

    /** Writes the body. Called only if there is one. */
    abstract void encodeBody(PayloadBuffer buffer) throws JMSException;

    /** What a send leaves on the message: all headers that specification section 3.4.11 has the provider set. */
    public final void assignSent(Destination destination, EnvelopeFields sent) throws JMSException {
        assign(sent);
        destination(destination);
    }

    /** Who sends it, as {@code JMSXUserID}; {@code null} leaves the message as it is. */
    public final void assignSender(@Nullable String user) throws JMSException {
        if (user != null) {
            properties().assign(MessageProperties.USER_ID, user);
        }
    }

    /**
     * What a delivery adds to a decoded message.
     *
     * @param destination where it was received from; null leaves the one that the payload carries.
     * @param count 1 the first time; above, the message is redelivered.
     * @param callback what {@link #acknowledge()} does.
     */
    public final void assignDelivered(@Nullable Destination destination, int count, AcknowledgeCallback callback)
            throws JMSException {
        if (destination != null) {
            destination(destination);
        }
        redelivered(count > 1);
        deliveryCount = count;
        if (properties != null) {
            properties.deliveryCount(count);
        }
        acknowledgeCallback = callback;
    }

    /** The consumer has just become the one that gets the messages of this one's group. */
    public final void assignFirstOfGroup() {
        properties().firstOfGroup();
    }

    /** The value of a property, boxed; null if it is null or does not exist. */
    public final @Nullable Object propertyOrNull(String name) throws JMSException {
        return properties == null ? null : properties.get(name);
    }

    /** To be called before a {@code CompletionListener} gets the message: a bytes or stream body becomes readable (section 7.3). */
    public void completeAsyncSend() throws JMSException {
        // the other bodies are always readable
    }

    final int encodeProperties(PayloadBuffer buffer) {
        return properties == null ? 0 : properties.encode(buffer);
    }

    final void copyProperty(String name, @Nullable Object value) throws JMSException {
        properties().copy(name, value);
    }

    static MessageNotWriteableException notWriteable(MessageKind kind) {
        return new MessageNotWriteableException("body is read-only: kind=" + kind + ", accepted=after clearBody");
    }

    @Override
    public <T> @Nullable T getBody(Class<T> type) throws JMSException {
        if (!hasBody()) {
            return null;
        }
        if (!isBodyA(type)) {
            throw notA(type);
        }
        return type.cast(body());
    }

    final MessageFormatException notA(Class<?> type) {
        return new MessageFormatException("body has another type: kind=" + kind() + ", requested=" + type.getName());
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) throws JMSException {
        return !hasBody() || isBodyA((Class<?>) type);
    }

    @Override
    public final void acknowledge() throws JMSException {
        if (acknowledgeCallback != null) {
            acknowledgeCallback.acknowledge();
        }
    }

    @Override
    public final @Nullable String getJMSMessageID() {
        return messageId();
    }

    @Override
    public final void setJMSMessageID(@Nullable String id) {
        messageId(id);
    }

    @Override
    public final long getJMSTimestamp() {
        return timestamp();
    }

    @Override
    public final void setJMSTimestamp(long timestamp) {
        timestamp(timestamp);
    }

    @Override
    public final byte @Nullable [] getJMSCorrelationIDAsBytes() throws JMSException {
        return correlationBytes();
    }

    @Override
    public final void setJMSCorrelationIDAsBytes(byte @Nullable [] correlationId) throws JMSException {
        correlationBytes(correlationId);
    }

    @Override
    public final void setJMSCorrelationID(@Nullable String correlationId) throws JMSException {
        correlationText(correlationId);
    }

    @Override
    public final @Nullable String getJMSCorrelationID() throws JMSException {
        return correlationText();
    }

    @Override
    public final @Nullable Destination getJMSReplyTo() throws JMSException {
        return replyTo();
    }

    @Override
    public final void setJMSReplyTo(@Nullable Destination replyTo) throws JMSException {
        replyTo(replyTo);
    }

    @Override
    public final @Nullable Destination getJMSDestination() throws JMSException {
        return destination();
    }

    @Override
    public final void setJMSDestination(@Nullable Destination destination) throws JMSException {
        destination(destination);
    }

    @Override
    public final int getJMSDeliveryMode() {
        return deliveryMode();
    }

    @Override
    public final void setJMSDeliveryMode(int deliveryMode) {
        deliveryMode(deliveryMode);
    }

    @Override
    public final boolean getJMSRedelivered() {
        return isRedelivered();
    }

    @Override
    public final void setJMSRedelivered(boolean redelivered) {
        redelivered(redelivered);
    }

    @Override
    public final @Nullable String getJMSType() throws JMSException {
        return type();
    }

    @Override
    public final void setJMSType(@Nullable String type) throws JMSException {
        type(type);
    }

    @Override
    public final long getJMSExpiration() {
        return expiration();
    }

    @Override
    public final void setJMSExpiration(long expiration) {
        expiration(expiration);
    }

    @Override
    public final long getJMSDeliveryTime() {
        return deliveryTime();
    }

    @Override
    public final void setJMSDeliveryTime(long deliveryTime) {
        deliveryTime(deliveryTime);
    }

    @Override
    public final int getJMSPriority() {
        return priority();
    }

    @Override
    public final void setJMSPriority(int priority) {
        priority(priority);
    }

    @Override
    public final void clearProperties() {
        properties().clear();
    }

    @Override
    public final boolean propertyExists(@Nullable String name) throws JMSException {
        return properties().exists(name);
    }

    @Override
    public final boolean getBooleanProperty(String name) throws JMSException {
        return Conversions.toBoolean(properties().get(name));
    }

    @Override
    public final byte getByteProperty(String name) throws JMSException {
        return Conversions.toByte(properties().get(name));
    }

    @Override
    public final short getShortProperty(String name) throws JMSException {
        return Conversions.toShort(properties().get(name));
    }

    @Override
    public final int getIntProperty(String name) throws JMSException {
        return Conversions.toInt(properties().get(name));
    }

    @Override
    public final long getLongProperty(String name) throws JMSException {
        return Conversions.toLong(properties().get(name));
    }

    @Override
    public final float getFloatProperty(String name) throws JMSException {
        return Conversions.toFloat(properties().get(name));
    }

    @Override
    public final double getDoubleProperty(String name) throws JMSException {
        return Conversions.toDouble(properties().get(name));
    }

    @Override
    public final @Nullable String getStringProperty(String name) throws JMSException {
        return Conversions.toText(properties().get(name));
    }

    @Override
    public final @Nullable Object getObjectProperty(String name) throws JMSException {
        return properties().get(name);
    }

    @Override
    public final Enumeration<String> getPropertyNames() throws JMSException {
        return properties().names();
    }

    @Override
    public final void setBooleanProperty(String name, boolean value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setByteProperty(String name, byte value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setShortProperty(String name, short value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setIntProperty(String name, int value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setLongProperty(String name, long value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setFloatProperty(String name, float value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setDoubleProperty(String name, double value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setStringProperty(String name, @Nullable String value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setObjectProperty(String name, @Nullable Object value) throws JMSException {
        properties().set(name, value);
    }

    /** Headers only: bodies may be large, or nobody's business. */
    @Override
    public final String toString() {
        return kind() + " message: " + headersToString();
    }
}
