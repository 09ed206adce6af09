package io.foliomq.jms.selector;

import java.util.List;
import java.util.Map;

/** A source over a map of boxed values: simple, and nothing like the one that reads records. */
final class MapPropertySource extends PropertySource {
    private final List<String> identifiers;
    private final Map<String, ?> values;

    MapPropertySource(Selector selector, Map<String, ?> values) {
        this.identifiers = selector.identifiers();
        this.values = values;
    }

    private Object value(int slot) {
        return values.get(identifiers.get(slot));
    }

    private String text(int slot) {
        return (String) value(slot);
    }

    @Override
    public ValueType type(int slot) {
        Object value = value(slot);
        if (value == null) {
            return ValueType.NULL;
        }
        if (value instanceof Boolean) {
            return ValueType.BOOLEAN;
        }
        if (value instanceof String) {
            return ValueType.STRING;
        }
        if (value instanceof Float) {
            return ValueType.FLOAT;
        }
        return value instanceof Double ? ValueType.DOUBLE : ValueType.EXACT;
    }

    @Override
    public boolean booleanValue(int slot) {
        return (Boolean) value(slot);
    }

    @Override
    public long exactValue(int slot) {
        return ((Number) value(slot)).longValue();
    }

    @Override
    public float floatValue(int slot) {
        return (Float) value(slot);
    }

    @Override
    public double doubleValue(int slot) {
        return (Double) value(slot);
    }

    @Override
    public boolean textEquals(int slot, TextLiteral literal) {
        return text(slot).equals(literal.text());
    }

    @Override
    public boolean sameText(int slot, int otherSlot) {
        return text(slot).equals(text(otherSlot));
    }

    @Override
    public int textStart(int slot) {
        return 0;
    }

    @Override
    public int textEnd(int slot) {
        return text(slot).length();
    }

    @Override
    public int codePointAt(int slot, int position) {
        return text(slot).codePointAt(position);
    }

    @Override
    public int textNext(int slot, int position) {
        return text(slot).offsetByCodePoints(position, 1);
    }
}
