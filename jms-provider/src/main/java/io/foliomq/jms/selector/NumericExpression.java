package io.foliomq.jms.selector;

/** An expression that yields a number, unless what it is made of is no number. */
sealed interface NumericExpression extends Expression
        permits Identifier,
                Arithmetic.Chain,
                Arithmetic.Approximate,
                Arithmetic.Exact,
                Arithmetic.Negation,
                Arithmetic.Plus {
    /**
     * Leaves the value in the accumulator of the source.
     *
     * @return the type of the value; if it is not numeric, the accumulator holds nothing of meaning.
     */
    ValueType load(PropertySource source);
}
