package io.foliomq.jms.session;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text as UTF-8 with {@code %XX} for what means something in a URL. Strict both ways, where the JDK's coders put another character in the place of what they cannot say: a
 * password or a directory that was changed silently is another one.
 */
final class PercentEncoding {
    private static final int ESCAPE = 3;

    private PercentEncoding() {}

    /** Whether it is Unicode text, which an unpaired surrogate is not. */
    static boolean canEncode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Of a text that {@linkplain #canEncode can be}; {@link #decode} is the inverse. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @throws CharacterCodingException if an escape is not whole, or the text or what the escapes say is not Unicode. */
    static String decode(String text) throws CharacterCodingException {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int escape = text.indexOf('%', at);
            int end = escape < 0 ? text.length() : escape;
            ByteBuffer plain = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text, at, end));
            utf8.write(plain.array(), plain.arrayOffset(), plain.limit());
            at = end;
            if (escape >= 0) {
                utf8.write(escaped(text, escape));
                at += ESCAPE;
            }
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(utf8.toByteArray()))
                .toString();
    }

    private static int escaped(String text, int escape) throws CharacterCodingException {
        boolean whole = escape + ESCAPE <= text.length()
                && HexFormat.isHexDigit(text.charAt(escape + 1))
                && HexFormat.isHexDigit(text.charAt(escape + 2));
        if (!whole) {
            throw new CharacterCodingException();
        }
        return HexFormat.fromHexDigits(text, escape + 1, escape + ESCAPE);
    }
}
