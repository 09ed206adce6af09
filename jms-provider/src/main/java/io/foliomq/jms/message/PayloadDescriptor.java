package io.foliomq.jms.message;

/** The layout of a payload. */
public final class PayloadDescriptor {
    private PayloadDescriptor() {}
}
