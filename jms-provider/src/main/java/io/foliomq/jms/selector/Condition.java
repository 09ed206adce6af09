package io.foliomq.jms.selector;

/** An expression that is true, false or unknown. */
sealed interface Condition extends Expression
        permits Identifier,
                Logic.And,
                Logic.Constant,
                Logic.Not,
                Logic.Or,
                Comparison.Booleans,
                Comparison.Identifiers,
                Comparison.Numbers,
                Comparison.Text,
                Membership.In,
                Membership.IsNull,
                Membership.Like {
    /** The value for the message that the source stands on. */
    Truth truth(PropertySource source);
}
