package io.foliomq.perf.measure;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads counts as people write them: 500, 10k, 2M, 1G. */
public final class Counts implements ITypeConverter<Long> {
    private static final Pattern COUNT = Pattern.compile("([1-9][0-9]{0,11})([kmg]?)");

    @Override
    public Long convert(String text) {
        Matcher matcher = COUNT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("value=" + text + ", accepted=1 or more, such as 500, 10k, 2M, 1G");
        }
        long factor = switch (matcher.group(2)) {
            case "k" -> 1_000;
            case "m" -> 1_000_000;
            case "g" -> 1_000_000_000;
            default -> 1;
        };
        return Long.parseLong(matcher.group(1)) * factor;
    }

    /** The short form. */
    public static String text(long count) {
        if (count % 1_000_000 == 0) {
            return count / 1_000_000 + "M";
        }
        return count % 1_000 == 0 ? count / 1_000 + "k" : Long.toString(count);
    }
}
