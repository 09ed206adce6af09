package io.foliomq.jms.message;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Named values. A received one is decoded when a value is first asked for. */
public final class FolioMapMessage extends FolioMessage implements MapMessage {
    private @Nullable Payload undecoded;
    private Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    private boolean readOnly;

    FolioMapMessage() {}

    FolioMapMessage(Payload payload, EnvelopeFields envelope) throws CorruptMessageException {
        super(payload.prelude(), envelope);
        readOnly = true;
        if (payload.hasBody()) {
            undecoded = payload;
            PayloadReader reader = payload.bodyReader();
            while (!reader.isAtEnd()) {
                reader.skipText();
                Fields.skip(FieldType.of(reader.readByte()), reader);
            }
        }
    }

    @Override
    public MessageKind kind() {
        return MessageKind.MAP;
    }

    private Map<String, @Nullable Object> entries() throws CorruptMessageException {
        if (undecoded != null) {
            Fields.readAll(undecoded.bodyReader(), entries);
            undecoded = null;
        }
        return entries;
    }

    private @Nullable Object get(@Nullable String name) throws CorruptMessageException {
        return entries().get(name);
    }

    private void put(@Nullable String name, @Nullable Object value) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("map entry name: value=" + (name == null ? "null" : "\"\"")
                    + ", accepted=any string that is not empty");
        }
        if (readOnly) {
            throw notWriteable(kind());
        }
        entries().put(name, value);
    }

    @Override
    public boolean getBoolean(String name) throws JMSException {
        return Conversions.toBoolean(get(name));
    }

    @Override
    public byte getByte(String name) throws JMSException {
        return Conversions.toByte(get(name));
    }

    @Override
    public short getShort(String name) throws JMSException {
        return Conversions.toShort(get(name));
    }

    @Override
    public char getChar(String name) throws JMSException {
        return Conversions.toChar(get(name));
    }

    @Override
    public int getInt(String name) throws JMSException {
        return Conversions.toInt(get(name));
    }

    @Override
    public long getLong(String name) throws JMSException {
        return Conversions.toLong(get(name));
    }

    @Override
    public float getFloat(String name) throws JMSException {
        return Conversions.toFloat(get(name));
    }

    @Override
    public double getDouble(String name) throws JMSException {
        return Conversions.toDouble(get(name));
    }

    @Override
    public @Nullable String getString(String name) throws JMSException {
        return Conversions.toText(get(name));
    }

    @Override
    public byte @Nullable [] getBytes(String name) throws JMSException {
        return Conversions.toBytes(get(name));
    }

    @Override
    public @Nullable Object getObject(String name) throws JMSException {
        return Fields.requireField(get(name));
    }

    @Override
    public Enumeration<String> getMapNames() throws JMSException {
        return Collections.enumeration(new ArrayList<>(entries().keySet()));
    }

    @Override
    public boolean itemExists(@Nullable String name) throws JMSException {
        return entries().containsKey(name);
    }

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setString(String name, @Nullable String value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setBytes(String name, byte @Nullable [] value) throws JMSException {
        put(name, value == null ? null : value.clone());
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        put(name, Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void setObject(String name, @Nullable Object value) throws JMSException {
        put(name, Fields.requireField(value));
    }

    @Override
    public void clearBody() {
        undecoded = null;
        entries = new LinkedHashMap<>();
        readOnly = false;
    }

    @Override
    boolean hasBody() {
        return undecoded != null || !entries.isEmpty();
    }

    /** A copy, with copies of byte arrays in it. */
    @Override
    Object body() throws JMSException {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(entries());
        for (Map.Entry<String, @Nullable Object> entry : copy.entrySet()) {
            entry.setValue(Fields.requireField(entry.getValue()));
        }
        return copy;
    }

    @Override
    boolean isBodyA(Class<?> type) {
        return type.isAssignableFrom(Map.class);
    }

    @Override
    void encodeBody(PayloadBuffer buffer) {
        if (undecoded != null) {
            undecoded.appendBody(buffer);
        } else {
            Fields.putAll(entries, buffer);
        }
    }
}
