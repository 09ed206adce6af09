package io.foliomq.jms.selector;

/** The value of the numeric expression evaluated last: which field counts follows from the type that it returned. */
final class Accumulator {
    long exact;
    /** A double, or a float, which every double can hold. */
    double approximate;
}
