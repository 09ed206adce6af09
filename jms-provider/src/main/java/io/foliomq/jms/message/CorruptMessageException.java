package io.foliomq.jms.message;

import jakarta.jms.MessageFormatException;

/** A payload that does not follow {@link PayloadDescriptor}. Nothing of the message can be trusted. */
public final class CorruptMessageException extends MessageFormatException {
    private static final long serialVersionUID = 1L;

    CorruptMessageException(String reason) {
        super(reason);
    }
}
