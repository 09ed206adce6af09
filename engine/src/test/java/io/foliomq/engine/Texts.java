package io.foliomq.engine;

import java.nio.charset.StandardCharsets;

/** Records whose payload is a text. */
final class Texts {
    private Texts() {}

    static Record text(String text) {
        Record record = new Record();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        record.buffer().putBytes(record.payloadOffset(), bytes);
        return record.payloadLength(bytes.length);
    }

    static String text(RecordView view) {
        byte[] bytes = new byte[view.payloadLength()];
        view.buffer().getBytes(view.payloadOffset(), bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
