package io.foliomq.jms.session;

import io.foliomq.engine.Record;
import io.foliomq.jms.message.FolioMessage;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** The group of a message, as its sender names it: messages of equal {@value #ID} go to one consumer at a time, until one with a negative {@value #SEQUENCE} is done with. */
final class MessageGroup {
    static final String ID = "JMSXGroupID";
    static final String SEQUENCE = "JMSXGroupSeq";

    private MessageGroup() {}

    /** Writes the group of the message, if it has one, into the record's envelope. */
    static void write(FolioMessage message, Record record) throws JMSException {
        Object id = message.propertyOrNull(ID);
        if (id != null && !id.toString().isEmpty()) {
            record.group(numberOf(id.toString()), isNegative(message.propertyOrNull(SEQUENCE)));
        }
    }

    private static boolean isNegative(@Nullable Object sequence) {
        return sequence instanceof Number number && number.longValue() < 0;
    }

    /** On disk: never to be changed. Every bit of the name counts for every bit of the number, which is not 0. */
    static int numberOf(String name) {
        int mixed = name.hashCode();
        mixed = (mixed ^ mixed >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        mixed ^= mixed >>> 16;
        return mixed == 0 ? 1 : mixed;
    }
}
