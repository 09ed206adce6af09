package io.foliomq.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A serialised object, or null. {@link #setObject} serialises at once; {@link #getObject} reads anew each time, so nobody shares
 * the object with the message. What was set here is read back unconditionally, what was received by the {@link ObjectPolicy}.
 */
public final class FolioObjectMessage extends FolioMessage implements ObjectMessage {
    private static final byte[] NO_BYTES = new byte[0];

    /** Null if the body was set here. */
    private @Nullable ObjectPolicy policy;

    private byte[] bytes = NO_BYTES;
    private int start;
    private int end;
    private boolean readOnly;

    FolioObjectMessage() {}

    FolioObjectMessage(Payload payload, EnvelopeFields envelope, ObjectPolicy policy) {
        super(payload.prelude(), envelope);
        this.policy = policy;
        readOnly = true;
        bytes = payload.bytes();
        start = payload.bodyStart();
        end = payload.end();
    }

    @Override
    public MessageKind kind() {
        return MessageKind.OBJECT;
    }

    @Override
    public void setObject(@Nullable Serializable object) throws JMSException {
        if (readOnly) {
            throw notWriteable(kind());
        }
        bytes = object == null ? NO_BYTES : serialise(object);
        start = 0;
        end = bytes.length;
        policy = null;
    }

    private static byte[] serialise(Serializable object) throws MessageFormatException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(object);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            MessageFormatException failure = new MessageFormatException(
                    "object is not serialised: class=" + object.getClass().getName() + ", reason=" + e);
            failure.initCause(e);
            throw failure;
        }
        return bytes.toByteArray();
    }

    /**
     * A new copy of the object, or null.
     *
     * @throws MessageFormatException if it cannot be read; it names the class and the setting if the class is not trusted.
     */
    @Override
    public @Nullable Serializable getObject() throws JMSException {
        return hasBody() ? ObjectReader.read(bytes, start, end, policy) : null;
    }

    @Override
    public void clearBody() {
        bytes = NO_BYTES;
        start = 0;
        end = 0;
        policy = null;
        readOnly = false;
    }

    @Override
    public <T> @Nullable T getBody(Class<T> type) throws JMSException {
        Serializable object = getObject();
        if (object == null || type.isInstance(object)) {
            return type.cast(object);
        }
        throw notA(type);
    }

    @Override
    boolean hasBody() {
        return end > start;
    }

    @Override
    @SuppressWarnings("NullAway") // there is a body
    Object body() throws JMSException {
        return getObject();
    }

    /** What cannot be read is nothing (as {@code Message.isBodyAssignableTo} says). */
    @Override
    boolean isBodyA(Class<?> type) throws JMSException {
        try {
            return type.isInstance(getObject());
        } catch (MessageFormatException e) {
            return false;
        }
    }

    @Override
    void encodeBody(PayloadBuffer buffer) {
        buffer.putBytes(bytes, start, end - start);
    }
}
