package io.foliomq.engine.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a lane's file says. */
public final class LaneFile {
    private LaneFile() {}

    /** Below which sequence everything is on stable storage. */
    public static long synced(Path lane) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(lane.resolve("lane"), StandardOpenOption.READ)) {
            int unused = file.read(word, LaneDescriptor.SYNCED_OFFSET);
        }
        return word.getLong(0);
    }
}
