package io.foliomq.jms.message;

import java.util.List;

/** The identifiers of a selector: which are header fields, and what the others look like in a payload. */
final class RecordNames {
    static final EncodedText PERSISTENT = EncodedText.of("PERSISTENT");
    static final EncodedText NON_PERSISTENT = EncodedText.of("NON_PERSISTENT");

    /** The header fields that a selector can refer to. */
    enum Header {
        NONE,
        DELIVERY_MODE,
        PRIORITY,
        TIMESTAMP,
        MESSAGE_ID,
        CORRELATION_ID,
        TYPE
    }

    private final Header[] headers;
    private final EncodedText[] names;
    private final boolean hasHeaders;
    private final boolean hasProperties;

    RecordNames(List<String> identifiers) {
        headers = new Header[identifiers.size()];
        names = new EncodedText[identifiers.size()];
        boolean anyHeader = false;
        boolean anyProperty = false;
        for (int slot = 0; slot < headers.length; slot++) {
            headers[slot] = headerOf(identifiers.get(slot));
            names[slot] = EncodedText.of(identifiers.get(slot));
            anyHeader |= headers[slot] != Header.NONE;
            anyProperty |= headers[slot] == Header.NONE;
        }
        hasHeaders = anyHeader;
        hasProperties = anyProperty;
    }

    private static Header headerOf(String identifier) {
        return switch (identifier) {
            case "JMSDeliveryMode" -> Header.DELIVERY_MODE;
            case "JMSPriority" -> Header.PRIORITY;
            case "JMSTimestamp" -> Header.TIMESTAMP;
            case "JMSMessageID" -> Header.MESSAGE_ID;
            case "JMSCorrelationID" -> Header.CORRELATION_ID;
            case "JMSType" -> Header.TYPE;
            default -> Header.NONE;
        };
    }

    boolean hasHeaders() {
        return hasHeaders;
    }

    boolean hasProperties() {
        return hasProperties;
    }

    Header header(int slot) {
        return headers[slot];
    }

    /** The slot of the property whose encoded name lies there, or -1. */
    int slotOf(TextCoding coding, byte[] bytes, int start, int end) {
        for (int slot = 0; slot < names.length; slot++) {
            if (headers[slot] == Header.NONE && names[slot].hasBytes(coding, bytes, start, end)) {
                return slot;
            }
        }
        return -1;
    }
}
