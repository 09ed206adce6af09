package io.foliomq.jms;

import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.message.FolioPlainMessage;
import io.foliomq.jms.session.JmsExceptions;
import io.foliomq.jms.session.SendOptions;
import io.foliomq.jms.session.SessionScope;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import java.io.Serializable;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A producer of the simplified API. Properties and headers for the messages to come are kept on a message that is never sent: it has the
 * rules of names and conversions.
 */
final class FolioContextProducer implements JMSProducer {
    private final SessionScope session;
    private final FolioPlainMessage template;
    private SendOptions options = SendOptions.DEFAULT;
    private boolean disableMessageId;
    private boolean disableTimestamp;
    private @Nullable CompletionListener completionListener;
    private boolean hasProperties;

    FolioContextProducer(SessionScope session) {
        this.session = session;
        this.template = session.connection().messages().createMessage();
    }

    private JMSProducer change(Unchecked.Step step) {
        requireNotClosed();
        Unchecked.step(step);
        return this;
    }

    private void requireNotClosed() {
        Unchecked.step(session::requireNotClosed);
    }

    private <T> T call(Unchecked.Call<T> call) {
        requireNotClosed();
        return Unchecked.call(call);
    }

    private <T> @Nullable T callForNullable(Unchecked.NullableCall<T> call) {
        requireNotClosed();
        return Unchecked.callForNullable(call);
    }

    private JMSProducer property(Unchecked.Step step) {
        change(step);
        hasProperties = true;
        return this;
    }

    // ---- sending

    @Override
    public JMSProducer send(Destination destination, Message message) {
        try {
            session.requireNotClosed();
            FolioDestination target = FolioDestination.from(destination);
            Message present = FolioProducer.present(message);
            dress(present);
            CompletionListener listener = completionListener;
            if (listener == null) {
                session.send(target, present, options);
            } else {
                session.send(this, target, present, options, listener);
            }
            return this;
        } catch (JMSException e) {
            throw JmsExceptions.unchecked(e);
        }
    }

    /** What is set here goes before what is set on the message. */
    private void dress(Message message) throws JMSException {
        if (hasProperties) {
            for (Enumeration<?> names = template.getPropertyNames(); names.hasMoreElements(); ) {
                String name = String.valueOf(names.nextElement());
                message.setObjectProperty(name, template.getObjectProperty(name));
            }
        }
        if (template.getJMSCorrelationID() != null) {
            message.setJMSCorrelationID(template.getJMSCorrelationID());
        }
        if (template.getJMSType() != null) {
            message.setJMSType(template.getJMSType());
        }
        if (template.getJMSReplyTo() != null) {
            message.setJMSReplyTo(template.getJMSReplyTo());
        }
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable String body) {
        return send(destination, session.connection().messages().createTextMessage(body));
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Map<String, Object> body) {
        MapMessage message = session.connection().messages().createMapMessage();
        if (body != null) {
            for (Map.Entry<String, Object> entry : body.entrySet()) {
                change(() -> message.setObject(entry.getKey(), entry.getValue()));
            }
        }
        return send(destination, message);
    }

    @Override
    public JMSProducer send(Destination destination, byte @Nullable [] body) {
        BytesMessage message = session.connection().messages().createBytesMessage();
        if (body != null) {
            change(() -> message.writeBytes(body));
        }
        return send(destination, message);
    }

    @Override
    public JMSProducer send(Destination destination, @Nullable Serializable body) {
        return send(
                destination,
                Unchecked.call(() -> session.connection().messages().createObjectMessage(body)));
    }

    // ---- options

    @Override
    public JMSProducer setDisableMessageID(boolean value) {
        return change(() -> disableMessageId = value);
    }

    @Override
    public boolean getDisableMessageID() {
        return call(() -> disableMessageId);
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        return change(() -> disableTimestamp = value);
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return call(() -> disableTimestamp);
    }

    @Override
    public JMSProducer setDeliveryMode(int deliveryMode) {
        return change(() -> options = options.withDeliveryMode(deliveryMode));
    }

    @Override
    public int getDeliveryMode() {
        return call(() -> options.deliveryMode());
    }

    @Override
    public JMSProducer setPriority(int priority) {
        return change(() -> options = options.withPriority(priority));
    }

    @Override
    public int getPriority() {
        return call(() -> options.priority());
    }

    @Override
    public JMSProducer setTimeToLive(long timeToLive) {
        return change(() -> options = options.withTimeToLive(timeToLive));
    }

    @Override
    public long getTimeToLive() {
        return call(() -> options.timeToLiveMs());
    }

    @Override
    public JMSProducer setDeliveryDelay(long deliveryDelay) {
        return change(() -> options = options.withDeliveryDelay(deliveryDelay));
    }

    @Override
    public long getDeliveryDelay() {
        return call(() -> options.deliveryDelayMs());
    }

    @Override
    public JMSProducer setAsync(@Nullable CompletionListener listener) {
        return change(() -> completionListener = listener);
    }

    @Override
    public @Nullable CompletionListener getAsync() {
        return callForNullable(() -> completionListener);
    }

    // ---- properties

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return property(() -> template.setBooleanProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return property(() -> template.setByteProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return property(() -> template.setShortProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return property(() -> template.setIntProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return property(() -> template.setLongProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return property(() -> template.setFloatProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return property(() -> template.setDoubleProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, @Nullable String value) {
        return property(() -> template.setStringProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, @Nullable Object value) {
        return property(() -> template.setObjectProperty(name, value));
    }

    @Override
    public JMSProducer clearProperties() {
        return change(template::clearProperties);
    }

    @Override
    public boolean propertyExists(String name) {
        return call(() -> template.propertyExists(name));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return call(() -> template.getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(String name) {
        return call(() -> template.getByteProperty(name));
    }

    @Override
    public short getShortProperty(String name) {
        return call(() -> template.getShortProperty(name));
    }

    @Override
    public int getIntProperty(String name) {
        return call(() -> template.getIntProperty(name));
    }

    @Override
    public long getLongProperty(String name) {
        return call(() -> template.getLongProperty(name));
    }

    @Override
    public float getFloatProperty(String name) {
        return call(() -> template.getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return call(() -> template.getDoubleProperty(name));
    }

    @Override
    public @Nullable String getStringProperty(String name) {
        return callForNullable(() -> template.getStringProperty(name));
    }

    @Override
    public @Nullable Object getObjectProperty(String name) {
        return callForNullable(() -> template.getObjectProperty(name));
    }

    @Override
    public Set<String> getPropertyNames() {
        return call(() -> {
            Set<String> names = new LinkedHashSet<>();
            for (Enumeration<?> all = template.getPropertyNames(); all.hasMoreElements(); ) {
                names.add(String.valueOf(all.nextElement()));
            }
            return Collections.unmodifiableSet(names);
        });
    }

    // ---- headers

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte @Nullable [] correlationId) {
        return change(() -> template.setJMSCorrelationIDAsBytes(correlationId));
    }

    @Override
    public byte @Nullable [] getJMSCorrelationIDAsBytes() {
        return callForNullable(template::getJMSCorrelationIDAsBytes);
    }

    @Override
    public JMSProducer setJMSCorrelationID(@Nullable String correlationId) {
        return change(() -> template.setJMSCorrelationID(correlationId));
    }

    @Override
    public @Nullable String getJMSCorrelationID() {
        return callForNullable(template::getJMSCorrelationID);
    }

    @Override
    public JMSProducer setJMSType(@Nullable String type) {
        return change(() -> template.setJMSType(type));
    }

    @Override
    public @Nullable String getJMSType() {
        return callForNullable(template::getJMSType);
    }

    @Override
    public JMSProducer setJMSReplyTo(@Nullable Destination replyTo) {
        return change(() -> template.setJMSReplyTo(replyTo));
    }

    @Override
    public @Nullable Destination getJMSReplyTo() {
        return callForNullable(template::getJMSReplyTo);
    }
}
