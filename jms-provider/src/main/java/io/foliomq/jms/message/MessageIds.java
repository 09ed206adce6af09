package io.foliomq.jms.message;

/** The textual form of message ids: {@code ID:}, the producer's incarnation in eight hexadecimal digits, {@code -}, the counter. */
@SuppressWarnings("DoNotCallSuggester")
public final class MessageIds {
    private MessageIds() {}

    /** {@code JMSMessageID} of that message. */
    public static String text(int incarnation, long counter) {
        throw new UnsupportedOperationException("not yet");
    }
}
