package io.foliomq.demo.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An ICC profile with the primaries and the gamma of Adobe RGB (1998), built from their published numbers. */
final class AdobeRgb {
    private AdobeRgb() {}

    static byte[] profile() {
        Map<String, byte[]> tags = new LinkedHashMap<>();
        tags.put("desc", description());
        tags.put("cprt", text());
        tags.put("wtpt", xyz(0.9642, 1.0, 0.8249));
        tags.put("rXYZ", xyz(0.60974, 0.31111, 0.01947));
        tags.put("gXYZ", xyz(0.20528, 0.62567, 0.06087));
        tags.put("bXYZ", xyz(0.14919, 0.06322, 0.74457));
        for (String curve : new String[] {"rTRC", "gTRC", "bTRC"}) {
            tags.put(curve, gamma());
        }
        return assemble(tags);
    }

    private static byte[] assemble(Map<String, byte[]> tags) {
        int table = 4 + 12 * tags.size();
        int length =
                128 + table + tags.values().stream().mapToInt(tag -> tag.length).sum();
        ByteBuffer profile = ByteBuffer.allocate(length);
        profile.putInt(length).putInt(0).putInt(0x02400000);
        profile.put(ascii("mntrRGB XYZ "));
        profile.position(36).put(ascii("acsp"));
        profile.position(68).put(xyz(0.9642, 1.0, 0.8249), 8, 12);
        profile.position(128).putInt(tags.size());
        int offset = 128 + table;
        for (Map.Entry<String, byte[]> tag : tags.entrySet()) {
            profile.put(ascii(tag.getKey())).putInt(offset).putInt(tag.getValue().length);
            offset += tag.getValue().length;
        }
        tags.values().forEach(profile::put);
        return profile.array();
    }

    private static byte[] xyz(double x, double y, double z) {
        return ByteBuffer.allocate(20)
                .put(ascii("XYZ "))
                .putInt(0)
                .putInt((int) Math.round(x * 65536))
                .putInt((int) Math.round(y * 65536))
                .putInt((int) Math.round(z * 65536))
                .array();
    }

    private static byte[] gamma() {
        return ByteBuffer.allocate(16)
                .put(ascii("curv"))
                .putInt(0)
                .putInt(1)
                .putShort((short) 0x0233)
                .array();
    }

    private static byte[] text() {
        return ByteBuffer.allocate(16)
                .put(ascii("text"))
                .putInt(0)
                .put(ascii("none"))
                .array();
    }

    private static byte[] description() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                ByteBuffer.allocate(12).put(ascii("desc")).putInt(0).putInt(5).array());
        bytes.writeBytes(ascii("Wide\0"));
        bytes.writeBytes(new byte[79]);
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
