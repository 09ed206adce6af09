package io.foliomq.jms.selector;

/** A reference to a property or header field. As a condition it is its boolean value; any other type is not true. */
record Identifier(int slot) implements NumericExpression, Condition {
    @Override
    public ValueType load(PropertySource source) {
        ValueType type = source.type(slot);
        Accumulator accumulator = source.accumulator;
        switch (type) {
            case EXACT -> accumulator.exact = source.exactValue(slot);
            case FLOAT -> accumulator.approximate = source.floatValue(slot);
            case DOUBLE -> accumulator.approximate = source.doubleValue(slot);
            default -> {
                // no number: the type says so
            }
        }
        return type;
    }

    @Override
    public Truth truth(PropertySource source) {
        return switch (source.type(slot)) {
            case NULL -> Truth.UNKNOWN;
            case BOOLEAN -> Truth.of(source.booleanValue(slot));
            default -> Truth.FALSE;
        };
    }
}
