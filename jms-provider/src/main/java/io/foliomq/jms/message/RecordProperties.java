package io.foliomq.jms.message;

import io.foliomq.jms.selector.PropertySource;
import io.foliomq.jms.selector.Selector;
import io.foliomq.jms.selector.TextLiteral;
import io.foliomq.jms.selector.ValueType;
import jakarta.jms.DeliveryMode;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * A payload and its envelope as a selector sees them: one for each consumer, pointed at record after record, allocating nothing.
 * Used by one thread.
 *
 * <p>Strings are compared as they lie: a payload writes equal strings as equal bytes, so {@code =} and {@code IN} compare bytes
 * with bytes that were encoded once, and only {@code LIKE} looks at characters. {@code JMSXDeliveryCount} is not known before the
 * delivery and null here (the specification leaves it open).
 */
public final class RecordProperties extends PropertySource {
    private final Selector selector;
    private final RecordNames names;
    private final EncodedText[] literals;
    private final Prelude prelude = new Prelude();
    private final ValueType[] types;
    private final long[] numbers;
    private final EncodedText[] texts;
    private final byte[] messageId = new byte[MessageIds.MAX_LENGTH];

    /** @param selector the one selector that this will be evaluated with. */
    public RecordProperties(Selector selector) {
        this.selector = selector;
        names = new RecordNames(selector.identifiers());
        literals = encode(selector.literals());
        int slots = selector.identifiers().size();
        types = new ValueType[slots];
        numbers = new long[slots];
        texts = new EncodedText[slots];
        Arrays.setAll(texts, slot -> new EncodedText());
        Arrays.fill(types, ValueType.NULL);
    }

    private static EncodedText[] encode(List<TextLiteral> literals) {
        EncodedText[] encoded = new EncodedText[literals.size()];
        for (TextLiteral literal : literals) {
            encoded[literal.index()] = EncodedText.of(literal.text());
        }
        return encoded;
    }

    /**
     * Points at a record. Copies what it needs: nothing is read from payload or fields after the return.
     *
     * @throws CorruptMessageException if the payload does not follow {@link PayloadDescriptor}.
     */
    public RecordProperties wrap(EnvelopeFields envelope, DirectBuffer source, int offset, int length)
            throws CorruptMessageException {
        prelude.copy(source, offset, length);
        Arrays.fill(types, ValueType.NULL);
        if (names.hasHeaders()) {
            for (int slot = 0; slot < types.length; slot++) {
                takeHeader(slot, envelope);
            }
        }
        if (names.hasProperties() && prelude.hasProperties()) {
            takeProperties();
        }
        return this;
    }

    /** Whether the selector selects the record. */
    public boolean matches() {
        return selector.matches(this);
    }

    /** The identity of the connection that sent the record, or 0 if it is not carried. */
    public long senderConnection() {
        return prelude.connection();
    }

    private void takeHeader(int slot, EnvelopeFields envelope) throws CorruptMessageException {
        switch (names.header(slot)) {
            case NONE -> {
                // a property
            }
            case DELIVERY_MODE -> {
                types[slot] = ValueType.STRING;
                texts[slot].copy(
                        envelope.deliveryMode() == DeliveryMode.PERSISTENT
                                ? RecordNames.PERSISTENT
                                : RecordNames.NON_PERSISTENT);
            }
            case PRIORITY -> takeExact(slot, envelope.priority());
            case TIMESTAMP -> takeExact(slot, envelope.timestamp());
            case MESSAGE_ID -> {
                types[slot] = ValueType.STRING;
                int end = envelope.messageIds().write(envelope.incarnation(), envelope.counter(), messageId);
                texts[slot].set(TextCoding.LATIN_1, messageId, 0, end);
            }
            case CORRELATION_ID -> {
                if (prelude.hasCorrelation()) {
                    takeText(slot, prelude.correlationReader());
                }
            }
            case TYPE -> {
                if (prelude.hasType()) {
                    takeText(slot, prelude.typeReader());
                }
            }
        }
    }

    private void takeProperties() throws CorruptMessageException {
        PayloadReader reader = prelude.propertiesReader();
        while (!reader.isAtEnd()) {
            int header = reader.readVarint();
            int nameLength = header >>> PayloadDescriptor.CODING_BITS;
            int nameStart = reader.skip(nameLength);
            int slot = names.slotOf(TextCoding.of(header), prelude.bytes(), nameStart, nameStart + nameLength);
            FieldType type = FieldType.of(reader.readByte());
            if (slot < 0) {
                Fields.skip(type, reader);
            } else {
                takeProperty(slot, type, reader);
            }
        }
    }

    private void takeProperty(int slot, FieldType type, PayloadReader reader) throws CorruptMessageException {
        switch (type) {
            case FALSE, TRUE -> {
                types[slot] = ValueType.BOOLEAN;
                numbers[slot] = type == FieldType.TRUE ? 1 : 0;
            }
            case BYTE -> takeExact(slot, reader.readByte());
            case SHORT -> takeExact(slot, reader.readShort());
            case INT -> takeExact(slot, reader.readInt());
            case LONG -> takeExact(slot, reader.readLong());
            case FLOAT -> {
                types[slot] = ValueType.FLOAT;
                numbers[slot] = reader.readInt();
            }
            case DOUBLE -> {
                types[slot] = ValueType.DOUBLE;
                numbers[slot] = reader.readLong();
            }
            case TEXT -> takeText(slot, reader);
            case NULL, CHAR, BYTES -> {
                Fields.skip(type, reader);
                types[slot] = ValueType.NULL;
            }
        }
    }

    private void takeExact(int slot, long value) {
        types[slot] = ValueType.EXACT;
        numbers[slot] = value;
    }

    private void takeText(int slot, PayloadReader reader) throws CorruptMessageException {
        int header = reader.readVarint();
        int length = header >>> PayloadDescriptor.CODING_BITS;
        int start = reader.skip(length);
        types[slot] = ValueType.STRING;
        texts[slot].set(TextCoding.of(header), prelude.bytes(), start, start + length);
    }

    @Override
    public ValueType type(int slot) {
        return types[slot];
    }

    @Override
    public boolean booleanValue(int slot) {
        return numbers[slot] != 0;
    }

    @Override
    public long exactValue(int slot) {
        return numbers[slot];
    }

    @Override
    public float floatValue(int slot) {
        return Float.intBitsToFloat((int) numbers[slot]);
    }

    @Override
    public double doubleValue(int slot) {
        return Double.longBitsToDouble(numbers[slot]);
    }

    @Override
    public boolean textEquals(int slot, TextLiteral literal) {
        return texts[slot].isSame(literals[literal.index()]);
    }

    @Override
    public boolean sameText(int slot, int otherSlot) {
        return texts[slot].isSame(texts[otherSlot]);
    }

    @Override
    public int textStart(int slot) {
        return texts[slot].start();
    }

    @Override
    public int textEnd(int slot) {
        return texts[slot].end();
    }

    @Override
    public int codePointAt(int slot, int position) {
        return texts[slot].codePointAt(position);
    }

    @Override
    public int textNext(int slot, int position) {
        return texts[slot].next(position);
    }
}
