package io.foliomq.engine;

import io.foliomq.engine.storage.FileHeaderDescriptor;
import io.foliomq.engine.storage.FileKind;
import io.foliomq.engine.storage.MappedFile;
import io.foliomq.engine.storage.StoreFault;
import io.foliomq.engine.storage.StoreId;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * {@code subscriptions/<directory>/text}: name and attributes of a subscription, each as a length in chars and UTF-16, little endian, behind the common header, and the
 * CRC32C of both at the end. Immutable.
 */
record SubscriptionText(String name, String attributes) {
    private static final int LONGEST = 16_384;
    /** Of a file: header, two texts, their lengths and the checksum. */
    static final int LONGEST_FILE =
            FileHeaderDescriptor.LENGTH + 2 * (Integer.BYTES + LONGEST * Character.BYTES) + Integer.BYTES;

    void write(Path directory, StoreId storeId, long now) {
        check("name", name);
        check("attributes", attributes);
        int nameEnd = FileHeaderDescriptor.LENGTH + Integer.BYTES + name.length() * Character.BYTES;
        int end = nameEnd + Integer.BYTES + attributes.length() * Character.BYTES;
        long length = end + (long) Integer.BYTES;
        MappedFile.create(path(directory), FileKind.SUBSCRIPTION_TEXT, storeId, now, length, length, buffer -> {
            put(buffer, FileHeaderDescriptor.LENGTH, name);
            put(buffer, nameEnd, attributes);
            buffer.putInt(end, crc(buffer, end));
        });
    }

    static SubscriptionText read(Path directory, StoreId storeId) {
        try (MappedFile file = MappedFile.open(path(directory), FileKind.SUBSCRIPTION_TEXT, storeId)) {
            return parse(file.buffer(), file.path());
        }
    }

    /** What the bytes of such a file say; fails with {@link StoreFault.Kind#CORRUPT} if they are none. */
    static SubscriptionText parse(DirectBuffer buffer, Path file) {
        String name = get(buffer, FileHeaderDescriptor.LENGTH, file);
        int nameEnd = FileHeaderDescriptor.LENGTH + Integer.BYTES + name.length() * Character.BYTES;
        String attributes = get(buffer, nameEnd, file);
        int end = nameEnd + Integer.BYTES + attributes.length() * Character.BYTES;
        checkCrc(buffer, end, file);
        return new SubscriptionText(name, attributes);
    }

    private static void checkCrc(DirectBuffer buffer, int end, Path file) {
        int actual = end + Integer.BYTES <= buffer.capacity() ? buffer.getInt(end) : 0;
        if (end + Integer.BYTES > buffer.capacity() || actual != crc(buffer, end)) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is corrupt: file=" + file + ", field=text crc, actual=0x" + Integer.toHexString(actual));
        }
    }

    private static int crc(DirectBuffer buffer, int end) {
        byte[] text = new byte[end - FileHeaderDescriptor.LENGTH];
        buffer.getBytes(FileHeaderDescriptor.LENGTH, text);
        CRC32C crc = new CRC32C();
        crc.update(text);
        return (int) crc.getValue();
    }

    private static Path path(Path directory) {
        return directory.resolve("text");
    }

    private static void check(String what, String text) {
        if (text.length() > LONGEST) {
            throw new StoreFault(
                    StoreFault.Kind.ILLEGAL,
                    "subscription " + what + " is too long: characters=" + text.length() + ", accepted=" + LONGEST);
        }
    }

    private static void put(MutableDirectBuffer buffer, int offset, String text) {
        buffer.putInt(offset, text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer.putChar(offset + Integer.BYTES + i * Character.BYTES, text.charAt(i));
        }
    }

    private static String get(DirectBuffer buffer, int offset, Path file) {
        int length = offset + Integer.BYTES <= buffer.capacity() ? buffer.getInt(offset) : -1;
        if (length < 0 || length > LONGEST || offset + Integer.BYTES + length * Character.BYTES > buffer.capacity()) {
            throw new StoreFault(
                    StoreFault.Kind.CORRUPT,
                    "file is corrupt: file=" + file + ", field=text length, expected=0.." + LONGEST + ", actual="
                            + length);
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(buffer.getChar(offset + Integer.BYTES + i * Character.BYTES));
        }
        return text.toString();
    }
}
