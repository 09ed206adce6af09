package io.foliomq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foliomq.jms.testing.Checklist;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tables 3-2 and 3-7 of the specification, each pair of types, on properties, maps and streams; sent ones and received ones. */
class ConversionTableTest {
    private static final MessageFactory FACTORY = new MessageFactory();
    private static final byte[] BYTES = {1, 2};

    /** One value of each type, by the name of the type. */
    private static final Map<String, Object> WRITTEN = new LinkedHashMap<>();

    /** The columns that are marked in the row. */
    private static final Map<String, Set<String>> MARKED = Map.of(
            "boolean", Set.of("boolean", "String"),
            "byte", Set.of("byte", "short", "int", "long", "String"),
            "short", Set.of("short", "int", "long", "String"),
            "char", Set.of("char", "String"),
            "int", Set.of("int", "long", "String"),
            "long", Set.of("long", "String"),
            "float", Set.of("float", "double", "String"),
            "double", Set.of("double", "String"),
            "String", Set.of("boolean", "byte", "short", "int", "long", "float", "double", "String"),
            "byte[]", Set.of("byte[]"));

    static {
        WRITTEN.put("boolean", true);
        WRITTEN.put("byte", (byte) -7);
        WRITTEN.put("short", (short) -700);
        WRITTEN.put("char", 'ß');
        WRITTEN.put("int", -70_000);
        WRITTEN.put("long", -7_000_000_000L);
        WRITTEN.put("float", -7.5f);
        WRITTEN.put("double", 1e200);
        WRITTEN.put("String", "8");
        WRITTEN.put("byte[]", BYTES);
    }

    /** A way to read one value as each type. */
    private interface Reading {
        Object as(String type) throws JMSException;
    }

    private static Object expected(Object written, String type) {
        if (written instanceof byte[]) {
            return written;
        }
        String text = String.valueOf(written);
        return switch (type) {
            case "boolean" -> Boolean.valueOf(text);
            case "byte" -> Byte.valueOf(text);
            case "short" -> Short.valueOf(text);
            case "char" -> text.charAt(0);
            case "int" -> Integer.valueOf(text);
            case "long" -> Long.valueOf(text);
            case "float" -> Float.valueOf(text);
            case "double" -> Double.valueOf(text);
            default -> text;
        };
    }

    private static void checkRow(String row, Set<String> columns, Reading reading) throws JMSException {
        for (String column : columns) {
            if (MARKED.get(row).contains(column)) {
                assertThat(reading.as(column)).as(row + " as " + column).isEqualTo(expected(WRITTEN.get(row), column));
            } else {
                assertThatThrownBy(() -> reading.as(column))
                        .as(row + " as " + column)
                        .isInstanceOf(MessageFormatException.class)
                        .hasMessageContaining("to=" + column.replace("[]", ""));
            }
        }
    }

    @Test
    @Checklist(92)
    void shouldConvertPropertiesByTable() throws JMSException {
        FolioTextMessage sent = FACTORY.createTextMessage("t");
        Set<String> types = Set.of("boolean", "byte", "short", "int", "long", "float", "double", "String");
        for (String row : types) {
            sent.setObjectProperty("p_" + row, WRITTEN.get(row));
        }
        for (FolioTextMessage message : List.of(sent, Wire.receive(sent))) {
            for (String row : types) {
                checkRow(row, types, type -> property(message, "p_" + row, type));
            }
        }
    }

    @Test
    @Checklist(98)
    void shouldConvertMapEntriesByTable() throws JMSException {
        FolioMapMessage sent = FACTORY.createMapMessage();
        for (Map.Entry<String, Object> entry : WRITTEN.entrySet()) {
            sent.setObject(entry.getKey(), entry.getValue());
        }
        for (FolioMapMessage message : List.of(sent, Wire.receive(sent))) {
            for (String row : WRITTEN.keySet()) {
                checkRow(row, WRITTEN.keySet(), type -> entry(message, row, type));
            }
        }
    }

    @Test
    @Checklist(98)
    void shouldConvertStreamFieldsByTableAndStayAfterAFailure() throws JMSException {
        for (String row : WRITTEN.keySet()) {
            FolioStreamMessage sent = FACTORY.createStreamMessage();
            sent.writeObject(WRITTEN.get(row));
            FolioStreamMessage received = Wire.receive(sent);
            checkRow(row, WRITTEN.keySet(), type -> {
                // Not reset after a failure: the next type must see the same field.
                Object value = field(received, type);
                received.reset();
                return value;
            });
        }
    }

    @Test
    @Checklist({92, 98})
    void shouldTreatNullAsTheValueOfNull() throws JMSException {
        FolioMapMessage map = FACTORY.createMapMessage();
        map.setString("none", null);
        map.setStringProperty("none", null);
        FolioMapMessage received = Wire.receive(map);
        FolioStreamMessage stream = FACTORY.createStreamMessage();
        stream.writeObject(null);
        FolioStreamMessage receivedStream = Wire.receive(stream);
        checkNull(type -> property(map, "none", type));
        checkNull(type -> property(received, "none", type));
        checkNull(type -> property(received, "missing", type));
        for (Reading reading : List.<Reading>of(
                type -> entry(map, "none", type),
                type -> entry(received, "none", type),
                type -> entry(received, "missing", type))) {
            checkNull(reading);
            assertThat(reading.as("byte[]")).isNull();
            assertThatThrownBy(() -> reading.as("char")).isInstanceOf(NullPointerException.class);
        }
        checkNull(type -> {
            Object value = field(receivedStream, type);
            receivedStream.reset();
            return value;
        });
        assertThatThrownBy(receivedStream::readChar).isInstanceOf(NullPointerException.class);
        assertThat(receivedStream.readObject()).isNull();
    }

    private static void checkNull(Reading reading) throws JMSException {
        assertThat(reading.as("boolean")).isEqualTo(false);
        for (String type : List.of("byte", "short", "int", "long")) {
            assertThatThrownBy(() -> reading.as(type)).as(type).isInstanceOf(NumberFormatException.class);
        }
        for (String type : List.of("float", "double")) {
            assertThatThrownBy(() -> reading.as(type)).as(type).isInstanceOf(NullPointerException.class);
        }
        assertThat(reading.as("String")).isNull();
    }

    @Test
    @Checklist({92, 98})
    void shouldThrowNumberFormatExceptionForTextThatIsNoNumber() throws JMSException {
        FolioMapMessage map = FACTORY.createMapMessage();
        map.setString("text", "x1");
        map.setStringProperty("text", "x1");
        FolioStreamMessage stream = FACTORY.createStreamMessage();
        stream.writeString("x1");
        stream.reset();
        for (String type : List.of("byte", "short", "int", "long", "float", "double")) {
            assertThatThrownBy(() -> property(map, "text", type)).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> entry(map, "text", type)).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> field(stream, type)).isInstanceOf(NumberFormatException.class);
        }
        assertThat(property(map, "text", "boolean")).isEqualTo(false);
        assertThat(stream.readString()).isEqualTo("x1");
    }

    @Test
    @Checklist({92, 98})
    void shouldReadBothTruthValues() throws JMSException {
        FolioMapMessage map = FACTORY.createMapMessage();
        map.setBoolean("yes", true);
        map.setBoolean("no", false);
        map.setString("yesText", "TRUE");
        map.setString("noText", "yes");
        FolioMapMessage received = Wire.receive(map);
        assertThat(received.getBoolean("yes")).isTrue();
        assertThat(received.getBoolean("no")).isFalse();
        assertThat(received.getString("no")).isEqualTo("false");
        assertThat(received.getBoolean("yesText")).isTrue();
        assertThat(received.getBoolean("noText")).isFalse();
    }

    private static Object property(FolioMessage message, String name, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBooleanProperty(name);
            case "byte" -> message.getByteProperty(name);
            case "short" -> message.getShortProperty(name);
            case "int" -> message.getIntProperty(name);
            case "long" -> message.getLongProperty(name);
            case "float" -> message.getFloatProperty(name);
            case "double" -> message.getDoubleProperty(name);
            default -> message.getStringProperty(name);
        };
    }

    private static Object entry(FolioMapMessage message, String name, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBoolean(name);
            case "byte" -> message.getByte(name);
            case "short" -> message.getShort(name);
            case "char" -> message.getChar(name);
            case "int" -> message.getInt(name);
            case "long" -> message.getLong(name);
            case "float" -> message.getFloat(name);
            case "double" -> message.getDouble(name);
            case "byte[]" -> message.getBytes(name);
            default -> message.getString(name);
        };
    }

    private static Object field(FolioStreamMessage message, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.readBoolean();
            case "byte" -> message.readByte();
            case "short" -> message.readShort();
            case "char" -> message.readChar();
            case "int" -> message.readInt();
            case "long" -> message.readLong();
            case "float" -> message.readFloat();
            case "double" -> message.readDouble();
            case "byte[]" -> {
                byte[] buffer = new byte[BYTES.length];
                message.readBytes(buffer);
                yield buffer;
            }
            default -> message.readString();
        };
    }
}
