package io.foliomq.engine.testing;

import io.foliomq.engine.Record;
import io.foliomq.engine.RecordView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;

/** Payloads that begin with their message's number and a semicolon, and are all that this number says: what is torn or mixed up does not fit. */
public final class NumberedPayload {
    private NumberedPayload() {}

    public static Record record(byte[] bytes) {
        Record record = new Record().payloadLength(bytes.length);
        record.buffer().putBytes(record.payloadOffset(), bytes);
        return record;
    }

    /**
     * The number of a message; fails if it is not whole.
     *
     * @param payload what the message with this number has
     */
    public static long number(RecordView view, LongFunction<byte[]> payload) {
        byte[] bytes = new byte[view.payloadLength()];
        view.buffer().getBytes(view.payloadOffset(), bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        long number = Long.parseLong(text.substring(0, text.indexOf(';')));
        if (!Arrays.equals(bytes, payload.apply(number))) {
            throw new AssertionError("torn: number=" + number);
        }
        return number;
    }
}
