package io.foliomq.jms.selector;

/**
 * The header fields and properties of one message, by the slots of one {@link Selector}: slot {@code i} is the identifier at
 * {@code Selector.identifiers().get(i)}. One source is meant to be pointed at message after message; it is used by one thread.
 *
 * <p>Text is never handed out. It is compared where it lies, or walked by code points: a position is whatever the source likes,
 * starts at {@link #textStart}, moves by {@link #textNext} and ends at {@link #textEnd}.
 */
public abstract class PropertySource {
    /** Where a numeric expression leaves its value: one for each source, since a source belongs to one thread. */
    final Accumulator accumulator = new Accumulator();

    /** The type of the value in the slot. {@link ValueType#INVALID} is not an answer. */
    public abstract ValueType type(int slot);

    /** The value of a {@link ValueType#BOOLEAN} slot. */
    public abstract boolean booleanValue(int slot);

    /** The value of an {@link ValueType#EXACT} slot. */
    public abstract long exactValue(int slot);

    /** The value of a {@link ValueType#FLOAT} slot. */
    public abstract float floatValue(int slot);

    /** The value of a {@link ValueType#DOUBLE} slot. */
    public abstract double doubleValue(int slot);

    /** Whether a {@link ValueType#STRING} slot holds exactly the characters of the literal. */
    public abstract boolean textEquals(int slot, TextLiteral literal);

    /** Whether two {@link ValueType#STRING} slots hold the same characters. */
    public abstract boolean sameText(int slot, int otherSlot);

    /** The first position in the text of a {@link ValueType#STRING} slot. */
    public abstract int textStart(int slot);

    /** The position behind the text of a {@link ValueType#STRING} slot. */
    public abstract int textEnd(int slot);

    /** The code point at a position of a {@link ValueType#STRING} slot; an unpaired surrogate stands for itself. */
    public abstract int codePointAt(int slot, int position);

    /** The position of the code point behind the one at {@code position}. */
    public abstract int textNext(int slot, int position);
}
